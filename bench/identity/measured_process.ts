/** A process of its own for each task, so that its peak of memory is its own too. Sends the measurement to its parent. */
import { costsOf, type Costs } from '../costs.ts';
import { answerTask } from '../measure.ts';
import { KeyfastSide } from './keyfast_side.ts';
import type { Measurement, Task } from './measurement.ts';
import { outcomeOfRun } from './outcome.ts';
import { PlainSide } from './plain_side.ts';
import { createSyntheticWarehouse } from './synthetic_warehouse.ts';

async function perform(task: Task): Promise<Measurement> {
  switch (task.kind) {
    case 'create':
      return {
        ...(await costsOf(() => createSyntheticWarehouse(task.path, task.componentCount))),
        outcome: [],
      };
    case 'identify':
      return { ...(await costsOf(() => identify(task.path))), outcome: [] };
    case 'start':
      return { ...(await costsOf(() => start(task.path, task.cacheDirectory))), outcome: [] };
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
  return costsOf(async () => {
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
  const costs = await costsOf(async () => {
    if (work === 'read') rowsRead = await side.read();
    else await side[work]();
    await side.close();
  });
  return { ...costs, outcome: work === 'read' ? rowsRead : await outcomeOfRun(path) };
}

answerTask(perform);
