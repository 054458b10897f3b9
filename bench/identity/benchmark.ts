import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CACHE_DIRECTORY } from '../../scripts/dataform/project.ts';
import { measure } from './measure.ts';
import type { Measurement, Task } from './measurement.ts';
import type { Work } from './side.ts';

export type Part = 'run' | 'view';

export interface Plan {
  readonly parts: readonly Part[];
  /** Stage-3 rows of each part. */
  readonly componentCounts: Readonly<Record<Part, number>>;
  /** How often each side does each work. */
  readonly repetitions: Readonly<Record<Part, number>>;
}

/** One kind of work at one size: what each side took, repetition by repetition. */
export interface Comparison {
  readonly work: Work;
  readonly componentCount: number;
  readonly keyfast: readonly Measurement[];
  readonly plain: readonly Measurement[];
}

export interface Findings {
  readonly comparisons: readonly Comparison[];
  /** All controls, after a run. */
  readonly controls: Measurement | undefined;
  /** From opening the project until its first statement: with nothing kept from before, and as on every later call. */
  readonly coldStart: Measurement;
  readonly warmStart: Measurement;
}

const WORKS: Readonly<Record<Part, readonly Work[]>> = { run: ['run'], view: ['materialise', 'read'] };

/** For whoever waits: the view at its full size takes minutes. */
export interface Listener {
  onStart(step: string): void;
  onEnd(step: string, measurement: Measurement): void;
}

/** Measures all of the plan in a temporary directory, which it removes. */
export async function benchmark(plan: Plan, listener: Listener): Promise<Findings> {
  const directory = await mkdtemp(join(tmpdir(), 'keyfast-bench-'));
  try {
    return await new Benchmark(plan, directory, listener).findings();
  } finally {
    await rm(directory, { recursive: true });
  }
}

class Benchmark {
  constructor(
    private readonly plan: Plan,
    private readonly directory: string,
    private readonly listener: Listener,
  ) {}

  async findings(): Promise<Findings> {
    const coldStart = await this.start('cold', join(this.directory, 'cache'));
    await this.start('first', CACHE_DIRECTORY);
    const warmStart = await this.start('warm', CACHE_DIRECTORY);
    const comparisons: Comparison[] = [];
    let controls: Measurement | undefined;
    for (const part of this.plan.parts) {
      const sources = await this.sources(part);
      for (const work of WORKS[part]) comparisons.push(await this.compare(part, work, sources));
      if (part === 'run') controls = await this.controls(sources);
      await rm(sources);
    }
    return { comparisons, controls, coldStart, warmStart };
  }

  private start(name: string, cacheDirectory: string): Promise<Measurement> {
    return this.step(`${name} start`, { kind: 'start', path: this.file(`start-${name}`), cacheDirectory });
  }

  private async sources(part: Part): Promise<string> {
    const path = this.file(`sources-${part}`);
    const componentCount = this.plan.componentCounts[part];
    await this.step(`${part}: writing ${componentCount} stage-3 rows`, {
      kind: 'create',
      path,
      componentCount,
    });
    if (part === 'view')
      await this.step('view: giving the names their identities', { kind: 'identify', path });
    return path;
  }

  private async compare(part: Part, work: Work, sources: string): Promise<Comparison> {
    const sides = { keyfast: [] as Measurement[], plain: [] as Measurement[] };
    for (let repetition = 1; repetition <= this.plan.repetitions[part]; repetition++) {
      // In alternation, and each first in turn, so that neither has the quieter machine.
      const order = repetition % 2 === 1 ? (['keyfast', 'plain'] as const) : (['plain', 'keyfast'] as const);
      for (const side of order) {
        const measurement = await this.onCopy(sources, (path) =>
          this.step(`${work}: ${side}, ${repetition} of ${this.plan.repetitions[part]}`, {
            kind: 'work',
            path,
            work,
            side,
          }),
        );
        sides[side].push(measurement);
      }
    }
    refuseDisagreement(work, [...sides.keyfast, ...sides.plain]);
    return { work, componentCount: this.plan.componentCounts[part], ...sides };
  }

  private controls(sources: string): Promise<Measurement> {
    return this.onCopy(sources, async (path) => {
      await this.step('controls: a run before them', { kind: 'work', path, work: 'run', side: 'keyfast' });
      return this.step('controls', { kind: 'controls', path });
    });
  }

  /** Every measurement has a file of its own: what one writes is nothing to the next. */
  private async onCopy<T>(sources: string, work: (path: string) => Promise<T>): Promise<T> {
    const copy = this.file('copy');
    await copyFile(sources, copy);
    try {
      return await work(copy);
    } finally {
      await rm(copy);
    }
  }

  private async step(name: string, task: Task): Promise<Measurement> {
    this.listener.onStart(name);
    const measurement = await measure(task);
    this.listener.onEnd(name, measurement);
    return measurement;
  }

  private file(name: string): string {
    return join(this.directory, `${name}.duckdb`);
  }
}

/** A floor that does less, or other, than the project is none. */
function refuseDisagreement(work: Work, [first, ...others]: readonly Measurement[]): void {
  for (const other of others) {
    const difference = other.outcome.find((text, index) => text !== first?.outcome[index]);
    if (difference === undefined && other.outcome.length === first?.outcome.length) continue;
    throw new Error(`The two sides of "${work}" differ: ${difference ?? 'one gives fewer rows'}`);
  }
}
