import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For whoever waits: at full size a bench takes minutes. */
export interface Listener {
  onStart(step: string): void;
  onEnd(step: string, costs: string): void;
}

/** The measurements of a bench, one after the other, and the files that they work on. */
export class BenchSteps {
  constructor(
    private readonly directory: string,
    private readonly listener: Listener,
  ) {}

  async step<Measurement>(
    name: string,
    measure: () => Promise<Measurement>,
    inWords: (measurement: Measurement) => string,
  ): Promise<Measurement> {
    this.listener.onStart(name);
    const measurement = await measure();
    this.listener.onEnd(name, inWords(measurement));
    return measurement;
  }

  /** Every measurement has a file of its own: what one writes is nothing to the next. */
  async onCopy<T>(sources: string, work: (path: string) => Promise<T>): Promise<T> {
    const copy = this.file('copy.duckdb');
    await copyFile(sources, copy);
    try {
      return await work(copy);
    } finally {
      await rm(copy);
    }
  }

  file(name: string): string {
    return join(this.directory, name);
  }
}

/** Lets a bench work in a temporary directory, which goes with it. */
export async function inBenchDirectory<T>(
  listener: Listener,
  bench: (steps: BenchSteps) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'keyfast-bench-'));
  try {
    return await bench(new BenchSteps(directory, listener));
  } finally {
    await rm(directory, { recursive: true });
  }
}
