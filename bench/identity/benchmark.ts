import { rm } from 'node:fs/promises';
import { CACHE_DIRECTORY } from '../../scripts/dataform/project.ts';
import { BenchSteps, inBenchDirectory, type Listener } from '../bench_steps.ts';
import { inAlternation, refuseDisagreement, type Sides } from '../comparison.ts';
import { costsText } from '../costs_text.ts';
import { measure } from '../measure.ts';
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
export interface Comparison extends Sides<Measurement> {
  readonly work: Work;
  readonly componentCount: number;
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

const MEASURED_PROCESS = new URL('measured_process.ts', import.meta.url);

/** Measures all of the plan in a temporary directory, which it removes. */
export function benchmark(plan: Plan, listener: Listener): Promise<Findings> {
  return inBenchDirectory(listener, (steps) => new Benchmark(plan, steps).findings());
}

class Benchmark {
  constructor(
    private readonly plan: Plan,
    private readonly steps: BenchSteps,
  ) {}

  async findings(): Promise<Findings> {
    const coldStart = await this.start('cold', this.steps.file('cache'));
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
    const repetitions = this.plan.repetitions[part];
    const sides = await inAlternation(repetitions, (side, repetition) =>
      this.steps.onCopy(sources, (path) =>
        this.step(`${work}: ${side}, ${repetition} of ${repetitions}`, { kind: 'work', path, work, side }),
      ),
    );
    refuseDisagreement(
      work,
      [...sides.keyfast, ...sides.plain].map(({ outcome }) => outcome),
    );
    return { work, componentCount: this.plan.componentCounts[part], ...sides };
  }

  private controls(sources: string): Promise<Measurement> {
    return this.steps.onCopy(sources, async (path) => {
      await this.step('controls: a run before them', { kind: 'work', path, work: 'run', side: 'keyfast' });
      return this.step('controls', { kind: 'controls', path });
    });
  }

  private step(name: string, task: Task): Promise<Measurement> {
    return this.steps.step(name, () => measure<Measurement>(MEASURED_PROCESS, task), costsText);
  }

  private file(name: string): string {
    return this.steps.file(`${name}.duckdb`);
  }
}
