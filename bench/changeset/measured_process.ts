/** A process of its own for each task, so that its peak of memory is its own too. Sends the measurement to its parent. */
import type { SideName } from '../comparison.ts';
import { costsOf, type Costs } from '../costs.ts';
import { answerTask } from '../measure.ts';
import { createExistingAgents } from './existing_agents.ts';
import { KeyfastSide } from './keyfast_side.ts';
import type { Measurement, Task } from './measurement.ts';
import { outcomeOfImport } from './outcome.ts';
import { PlainSide } from './plain_side.ts';
import { writeProfilesCsv } from './profiles_csv.ts';
import { importRowByRow, knownAgents } from './row_by_row.ts';
import { IMPORT_STEPS, type Side } from './side.ts';

async function perform(task: Task): Promise<Measurement> {
  switch (task.kind) {
    case 'create':
      return whole(() => createExistingAgents(task.path, task.agentCount));
    case 'file':
      return whole(() => writeProfilesCsv(task.file, task.rowCount, task.agentCount));
    case 'rows':
      return rowByRow(task.path, task.file);
    case 'import':
      return stepByStep(task.path, task.side, (side) =>
        IMPORT_STEPS.map((step) => [step, () => (step === 'upload' ? side.upload(task.file) : side[step]())]),
      );
    case 'rollback':
      return stepByStep(task.path, task.side, (side) => [['rollback', () => side.rollback()]]);
  }
}

async function whole(work: () => Promise<void>): Promise<Measurement> {
  return { ...(await costsOf(work)), steps: {}, outcome: [] };
}

async function rowByRow(path: string, file: string): Promise<Measurement> {
  const known = await knownAgents(path);
  return whole(() => importRowByRow(path, file, known));
}

async function stepByStep(
  path: string,
  name: SideName,
  stepsOf: (side: Side) => readonly (readonly [string, () => Promise<void>])[],
): Promise<Measurement> {
  const side = name === 'keyfast' ? await KeyfastSide.open(path) : await PlainSide.open(path);
  const steps: Record<string, Costs> = {};
  const costs = await costsOf(async () => {
    for (const [step, work] of [...stepsOf(side), ['close', () => side.close()] as const])
      steps[step] = await costsOf(work);
  });
  return { ...costs, steps, outcome: await outcomeOfImport(path) };
}

answerTask(perform);
