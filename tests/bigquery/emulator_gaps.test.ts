import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { BigQueryWarehouse } from '../../scripts/warehouse/bigquery/bigquery_warehouse.ts';
import {
  EMULATOR_GAPS,
  GAPS_DATASET,
  GAPS_PROJECT,
  type Emulator,
  type EmulatorGap,
} from './emulator_gaps.ts';
import { EmulatorProcess } from './emulator_process.ts';
import { EMULATOR_SOURCES } from './install_emulator.ts';

const GRAPH: CompiledGraph = {
  operations: [
    {
      target: { database: GAPS_PROJECT, schema: GAPS_DATASET, name: 'staged' },
      fileName: 'tests/bigquery/emulator_gaps.ts',
      queries: [],
    },
  ],
  projectConfig: {
    defaultDatabase: GAPS_PROJECT,
    defaultSchema: GAPS_DATASET,
    assertionSchema: GAPS_DATASET,
  },
};

let bareProcess: EmulatorProcess;
let bare: Emulator;
let closed: Emulator;

async function emulatorAt(apiEndpoint: string): Promise<Emulator> {
  vi.stubEnv('BIGQUERY_EMULATOR_HOST', apiEndpoint);
  const warehouse = await BigQueryWarehouse.open(GRAPH);
  vi.unstubAllEnvs();
  return { apiEndpoint, warehouse };
}

/** The answer, or the message of the failure. */
async function outcomeOf(gap: EmulatorGap, emulator: Emulator): Promise<unknown> {
  return await gap.ask(emulator).catch((error: unknown) => (error as Error).message);
}

beforeAll(async () => {
  closed = await emulatorAt(process.env.BIGQUERY_EMULATOR_HOST ?? '');
  bareProcess = await EmulatorProcess.start('open');
  bare = await emulatorAt(bareProcess.apiEndpoint);
});

afterAll(async () => {
  await bareProcess.stop();
});

describe('the gaps of the emulator', () => {
  it('are those that its sources here close', async () => {
    const sources = (await readdir(EMULATOR_SOURCES)).filter((name) => name.endsWith('.py'));
    const texts = await Promise.all(sources.map((name) => readFile(join(EMULATOR_SOURCES, name), 'utf8')));
    const closings = texts.flatMap((text) => [...text.matchAll(/Gap (?<name>[A-Z_]+):/g)]);

    expect(EMULATOR_GAPS.map(({ name }) => name).sort()).toEqual(
      closings.map(({ groups }) => groups?.name).sort(),
    );
  });

  it.each(EMULATOR_GAPS)('$name is closed', async (gap) => {
    expect(await outcomeOf(gap, closed)).toEqual(gap.answer);
  });

  it.each(EMULATOR_GAPS)('$name is there still in the bare emulator', async (gap) => {
    expect(await outcomeOf(gap, bare)).toEqual(gap.bareAnswer);
  });
});
