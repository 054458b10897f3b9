import { readFile } from 'node:fs/promises';

/** What a piece of work took. */
export interface Costs {
  readonly seconds: number;
  /** User and system time of all threads: what it costs, however busy the machine is. */
  readonly cpuSeconds: number;
  /** The most memory that the process had resident at once, from its start until the work was done. */
  readonly peakBytes: number;
}

const MICROSECONDS = 1e6;

export async function costsOf(work: () => Promise<void>): Promise<Costs> {
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuStart);
  return { seconds, cpuSeconds: (user + system) / MICROSECONDS, peakBytes: await peakBytes() };
}

/** Linux's own figure where there is one: the portable one counts what the parent had when it made this process. */
async function peakBytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return 1024 * Number(kibibytes ?? process.resourceUsage().maxRSS);
}
