/** A process of its own for each task, so that its peak of memory is its own too. Sends the measurement to its parent. */
import { readFile } from 'node:fs/promises';
import { KeyfastSide } from './keyfast_side.ts';
import type { Measurement, Task } from './measurement.ts';
import { outcomeOfRun } from './outcome.ts';
import { PlainSide } from './plain_side.ts';
import { createSyntheticWarehouse } from './synthetic_warehouse.ts';

const MICROSECONDS = 1e6;

type Costs = Omit<Measurement, 'outcome'>;

async function measured(work: () => Promise<void>): Promise<Costs> {
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

async function perform(task: Task): Promise<Measurement> {
  switch (task.kind) {
    case 'create':
      return {
        ...(await measured(() => createSyntheticWarehouse(task.path, task.componentCount))),
        outcome: [],
      };
    case 'identify':
      return { ...(await measured(() => identify(task.path))), outcome: [] };
    case 'start':
      return { ...(await measured(() => start(task.path, task.cacheDirectory))), outcome: [] };
    case 'controls':
      return { ...(await measuredControls(task.path)), outcome: [] };
    case 'work':
      return measuredWork(task);
  }
}

async function identify(path: string): Promise<void> {
  const side = await KeyfastSide.open(path);
  await side.identify();
  await side.close();
}

async function start(path: string, cacheDirectory: string): Promise<void> {
  await (await KeyfastSide.open(path, cacheDirectory)).close();
}

async function measuredControls(path: string): Promise<Costs> {
  const side = await KeyfastSide.open(path);
  return measured(async () => {
    await side.controls();
    await side.close();
  });
}

async function measuredWork({
  path,
  work,
  side: name,
}: Extract<Task, { kind: 'work' }>): Promise<Measurement> {
  const side = name === 'keyfast' ? await KeyfastSide.open(path) : await PlainSide.open(path);
  let rowsRead: string[] = [];
  const costs = await measured(async () => {
    if (work === 'read') rowsRead = await side.read();
    else await side[work]();
    await side.close();
  });
  return { ...costs, outcome: work === 'read' ? rowsRead : await outcomeOfRun(path) };
}

process.once('message', (task) => {
  void perform(task as Task).then((measurement) => process.send?.(measurement));
});
