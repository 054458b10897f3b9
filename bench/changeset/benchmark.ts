import { rm } from 'node:fs/promises';
import { BenchSteps, inBenchDirectory, type Listener } from '../bench_steps.ts';
import { inAlternation, refuseDisagreement, type SideName, type Sides } from '../comparison.ts';
import { costsText } from '../costs_text.ts';
import { measure } from '../measure.ts';
import { importByCommands, type CommandTimes } from './command_line.ts';
import type { Measurement, Task } from './measurement.ts';

export interface Plan {
  readonly rowCount: number;
  /** How often each side imports the file. */
  readonly repetitions: number;
  /** The sizes at which the project alone imports a file, to show how its time grows. */
  readonly growth: readonly number[];
}

/** An import and the rollback of it, by the project. */
export interface Growth {
  readonly rowCount: number;
  readonly agentCount: number;
  readonly imported: Measurement;
  readonly rolledBack: Measurement;
}

export interface Findings {
  readonly rowCount: number;
  readonly agentCount: number;
  readonly imports: Sides<Measurement>;
  readonly rollbacks: Sides<Measurement>;
  /** The row-at-a-time way, on fewer rows. */
  readonly rowByRow: { readonly rowCount: number; readonly measurement: Measurement };
  readonly commandLine: { readonly rowCount: number; readonly times: CommandTimes };
  readonly growth: readonly Growth[];
}

const MEASURED_PROCESS = new URL('measured_process.ts', import.meta.url);
const EXISTING_AGENTS = 1_000_000;
const ROWS_OF_A_PERSONS_FILE = 10_000;
const ROWS_ONE_BY_ONE = 2000;

/** A million, or as many as the file updates when that is more. */
function agentCountFor(rowCount: number): number {
  return Math.max(EXISTING_AGENTS, rowCount / 2);
}

/** Measures all of the plan in a temporary directory, which it removes. */
export function benchmark(plan: Plan, listener: Listener): Promise<Findings> {
  return inBenchDirectory(listener, (steps) => new Benchmark(plan, steps).findings());
}

class Benchmark {
  #agents: { readonly count: number; readonly path: string } | undefined;

  constructor(
    private readonly plan: Plan,
    private readonly steps: BenchSteps,
  ) {}

  async findings(): Promise<Findings> {
    const { rowCount } = this.plan;
    return {
      rowCount,
      agentCount: agentCountFor(rowCount),
      ...(await this.comparison()),
      rowByRow: await this.rowByRow(),
      commandLine: await this.commandLine(),
      growth: await this.growth(),
    };
  }

  private async comparison(): Promise<Pick<Findings, 'imports' | 'rollbacks'>> {
    const { rowCount, repetitions } = this.plan;
    const rollbacks: Record<SideName, Measurement[]> = { keyfast: [], plain: [] };
    const imports = await this.onFile(rowCount, (agents, file) =>
      inAlternation(repetitions, (side, repetition) => {
        const of = `${side}, ${repetition} of ${repetitions}`;
        return this.steps.onCopy(agents, async (path) => {
          const imported = await this.step(`import: ${of}`, { kind: 'import', path, file, side });
          rollbacks[side].push(await this.step(`rollback: ${of}`, { kind: 'rollback', path, side }));
          return imported;
        });
      }),
    );
    refuseDisagreement('import', outcomesOf(imports));
    refuseDisagreement('rollback', outcomesOf(rollbacks));
    return { imports, rollbacks };
  }

  private rowByRow(): Promise<Findings['rowByRow']> {
    const rowCount = ROWS_ONE_BY_ONE;
    return this.onFile(rowCount, (agents, file) =>
      this.steps.onCopy(agents, async (path) => ({
        rowCount,
        measurement: await this.step(`${rowCount} rows one at a time`, { kind: 'rows', path, file }),
      })),
    );
  }

  private commandLine(): Promise<Findings['commandLine']> {
    const rowCount = ROWS_OF_A_PERSONS_FILE;
    return this.onFile(rowCount, (agents, file) =>
      this.steps.onCopy(agents, async (path) => ({
        rowCount,
        times: await this.steps.step(
          `${rowCount} rows by the command line`,
          () => importByCommands(path, file),
          ({ importSeconds, commitSeconds }) =>
            `import ${importSeconds.toFixed(2)} s, commit ${commitSeconds.toFixed(2)} s`,
        ),
      })),
    );
  }

  private async growth(): Promise<Growth[]> {
    const lines: Growth[] = [];
    for (const rowCount of this.plan.growth) {
      const line = await this.onFile(rowCount, (agents, file) =>
        this.steps.onCopy(agents, async (path) => ({
          rowCount,
          agentCount: agentCountFor(rowCount),
          imported: await this.step(`import of ${rowCount} rows`, {
            kind: 'import',
            path,
            file,
            side: 'keyfast',
          }),
          rolledBack: await this.step(`rollback of ${rowCount} rows`, {
            kind: 'rollback',
            path,
            side: 'keyfast',
          }),
        })),
      );
      lines.push(line);
    }
    return lines;
  }

  /** Works with a file of so many rows and the agents that it meets. */
  private async onFile<T>(rowCount: number, work: (agents: string, file: string) => Promise<T>): Promise<T> {
    const agentCount = agentCountFor(rowCount);
    const agents = await this.agents(agentCount);
    const file = this.steps.file('profiles.csv');
    await this.step(`writing a file of ${rowCount} rows`, { kind: 'file', file, rowCount, agentCount });
    try {
      return await work(agents, file);
    } finally {
      await rm(file);
    }
  }

  /** The warehouse of the last work is kept: most sizes of a file meet the same agents. */
  private async agents(count: number): Promise<string> {
    if (this.#agents?.count !== count) {
      if (this.#agents !== undefined) await rm(this.#agents.path);
      const path = this.steps.file('agents.duckdb');
      await this.step(`writing ${count} agents`, { kind: 'create', path, agentCount: count });
      this.#agents = { count, path };
    }
    return this.#agents.path;
  }

  private step(name: string, task: Task): Promise<Measurement> {
    return this.steps.step(name, () => measure<Measurement>(MEASURED_PROCESS, task), costsText);
  }
}

function outcomesOf({ keyfast, plain }: Sides<Measurement>): (readonly string[])[] {
  return [...keyfast, ...plain].map(({ outcome }) => outcome);
}
