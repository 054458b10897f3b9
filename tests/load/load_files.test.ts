import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadFiles, type LoadedFile, type LoadRequest } from '../../scripts/load/load_files.ts';
import { graph, operation } from '../dataform/graph_fixture.ts';
import { RecordingWarehouse } from '../dataform/recording_warehouse.ts';

const procedure = { disabled: true, tags: ['procedure'] };
const GRAPH = graph({
  operations: [
    operation('staged_stage1', { ...procedure, hasOutput: true }),
    operation('check_stage1_load', { ...procedure, dependsOn: ['staged_stage1'] }),
    operation('load_stage1', { ...procedure, dependsOn: ['staged_stage1'] }),
    operation('discard_staged_rows', { ...procedure, dependsOn: ['staged_stage1'] }),
  ],
});

let directory: string;
let warehouse: RecordingWarehouse;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyfast-load-'));
  warehouse = new RecordingWarehouse();
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function csv(name: string, content: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

function load(
  files: string[],
  request: Partial<LoadRequest> = {},
  signal?: AbortSignal,
): Promise<LoadedFile[]> {
  const whole = {
    kind: 'stage1',
    files,
    tenantId: 'acme',
    periodLabel: '2025-06-01',
    actor: 'ann',
    ...request,
  } as const;
  return loadFiles(whole, GRAPH, warehouse, signal ? { signal } : {});
}

const SOUND = 'Product_Code,business_name,gross_commission\nP1,Acme,10.00\n\n,Bolt,\n';

describe('loadFiles', () => {
  test('stages the cells as text under the columns of the header, then checks, then loads', async () => {
    const file = await csv('2025-06.csv', SOUND);
    warehouse.answers.set('load_stage1', { columns: [], rows: [{ outcome: 'LOADED' }] });
    const [loaded] = await load([file]);

    expect(warehouse.calls).toEqual([
      'run staged_stage1',
      'stage staged_stage1',
      'run check_stage1_load',
      'run load_stage1',
    ]);
    const loadId = warehouse.staged[0]?.load_id;
    const stagedAt = warehouse.staged[0]?.staged_at;
    expect(stagedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(warehouse.staged).toEqual([
      {
        load_id: loadId,
        staged_at: stagedAt,
        source_file: '2025-06.csv',
        source_row: 2n,
        product_code: 'P1',
        business_name: 'Acme',
        gross_commission: '10.00',
      },
      {
        load_id: loadId,
        staged_at: stagedAt,
        source_file: '2025-06.csv',
        source_row: 4n,
        product_code: null,
        business_name: 'Bolt',
        gross_commission: null,
      },
    ]);
    expect(warehouse.parameters.at(-1)).toEqual({
      tenant_id: 'acme',
      call_id: expect.any(String) as string,
      load_id: loadId,
      row_count: 2n,
      source_file: '2025-06.csv',
      file_digest: loaded?.fileDigest,
      period_label: '2025-06-01',
      reinstates: false,
      replaces_all: false,
      actor: 'ann',
    });
    expect(loaded).toMatchObject({
      file,
      rowCount: 2,
      blankLineCount: 1,
      notes: [],
      outcomes: [{ outcome: 'LOADED' }],
    });
  });

  test('a file with U+FFFD is loaded as it is, and says in how many rows a character was lost', async () => {
    const rows = ['Acme,P1,1', 'M\ufffdller,P1,1', 'Bolt,\ufffd,\ufffd'].join('\n');
    const file = await csv('lost.csv', `business_name,product_code,gross_commission\n${rows}\n`);
    const [loaded] = await load([file]);
    expect(loaded?.notes).toEqual([
      'U+FFFD stands for characters that were lost before the file came here, in 2 rows, first on line 3',
    ]);
  });

  test('a fault in one file refuses them all, with the faults of each, and leaves no staged rows', async () => {
    const good = await csv(
      'good.csv',
      'business_name,product_code,gross_commission,period_label\nA,P1,1,2025-06-01\n',
    );
    const bad = await csv('bad.csv', 'business_name,product_code,gross_commission,period_label\nAcme,P1\n');
    await expect(load([bad, good], { periodLabel: null })).rejects.toMatchObject({
      exitCode: 1,
      faults: [{ code: 'TOO_FEW_CELLS', location: { file: bad, line: 2 } }],
    });
    expect(warehouse.calls).not.toContain('run load_stage1');
    expect(warehouse.calls.filter((call) => call === 'run discard_staged_rows')).toHaveLength(2);
  });

  test('two files of one period are a wrong call: the second would supersede the first', async () => {
    const files = [await csv('one.csv', SOUND), await csv('two.csv', SOUND)];
    await expect(load(files)).rejects.toMatchObject({
      exitCode: 2,
      faults: [{ code: 'TWO_SNAPSHOTS', value: '2025-06-01' }],
    });
    expect(warehouse.calls).toEqual([]);
  });

  test('the faults that the check counted and did not give are counted', async () => {
    const file = await csv('many.csv', SOUND);
    const value = { source_row: 2n, column_name: 'gross_commission', code: 'BAD_NUMBER', fault_count: 5000n };
    warehouse.answers.set('check_stage1_load', { columns: [], rows: [value] });
    await expect(load([file])).rejects.toMatchObject({
      faults: [
        { code: 'BAD_NUMBER' },
        { code: 'MORE_FAULTS', message: '5000 faults in all; 4999 more are not shown' },
      ],
      summary: '5,000 faults; nothing was loaded',
    });
  });

  test('faults of the shape and of the values come together, in the order of the lines', async () => {
    const file = await csv('both.csv', 'business_name,product_code,gross_commission\nAcme,P1,x\nBolt,P2\n');
    const value = {
      source_row: 2n,
      column_name: 'gross_commission',
      code: 'BAD_NUMBER',
      value: 'x',
      allowed: 'a number',
    };
    warehouse.answers.set('check_stage1_load', { columns: [], rows: [value] });
    await expect(load([file])).rejects.toMatchObject({
      faults: [
        { code: 'BAD_NUMBER', location: { line: 2, column: 'gross_commission' } },
        { code: 'TOO_FEW_CELLS', location: { line: 3 } },
      ],
    });
  });

  test('a file with a refused header is not checked for values', async () => {
    const file = await csv('a.csv', 'business_name,product_code,gross\nAcme,P1,1\n');
    await expect(load([file])).rejects.toMatchObject({
      faults: [{ code: 'UNKNOWN_HEADER' }, { code: 'MISSING_HEADER' }],
    });
    expect(warehouse.calls).not.toContain('run check_stage1_load');
  });

  test('a file that says no period needs one in the call', async () => {
    const file = await csv('a.csv', SOUND);
    await expect(load([file], { periodLabel: null })).rejects.toMatchObject({
      exitCode: 2,
      faults: [{ code: 'MISSING_PERIOD' }],
    });
    expect(warehouse.calls.at(-1)).toBe('run discard_staged_rows');
  });

  test('a file that says its period needs none', async () => {
    const file = await csv(
      'a.csv',
      'business_name,product_code,gross_commission,period_label\nA,P,1,2025-06-01\n',
    );
    await load([file], { periodLabel: null });
    expect(warehouse.staged[0]).toMatchObject({ period_label: '2025-06-01' });
  });

  test('a file that is not there is a wrong call, before anything is staged', async () => {
    const good = await csv('good.csv', SOUND);
    await expect(load([good, join(directory, 'none.csv')])).rejects.toMatchObject({
      exitCode: 2,
      faults: [{ code: 'FILE_NOT_FOUND', location: { file: join(directory, 'none.csv') } }],
    });
    expect(warehouse.calls).toEqual([]);
  });

  test('a path that leads to no file says why', async () => {
    const file = await csv('a.csv', SOUND);
    const circle = join(directory, 'circle.csv');
    await symlink(circle, circle);
    await expect(load([directory])).rejects.toMatchObject({
      exitCode: 2,
      faults: [{ code: 'NOT_A_FILE', message: 'It is a directory', location: { file: directory } }],
    });
    await expect(load([join(file, 'b.csv')])).rejects.toMatchObject({
      exitCode: 2,
      faults: [
        {
          code: 'FILE_UNREADABLE',
          message: 'A part of the path before the last is a file, not a directory',
          location: { file: join(file, 'b.csv') },
        },
      ],
    });
    await expect(load([circle])).rejects.toMatchObject({
      exitCode: 2,
      faults: [{ code: 'FILE_UNREADABLE', message: 'Its symbolic links lead in a circle' }],
    });
    expect(warehouse.calls).toEqual([]);
  });

  test('a refusal says how many faults there are, and that nothing was loaded', async () => {
    const header = 'business_name,product_code,gross_commission,period_label';
    const one = await csv('one.csv', `${header}\nA\nB\u0001,P\u0001,1,2025-06-01\n`);
    const two = await csv('two.csv', `${header}\nA\n`);
    await expect(load([one, two], { periodLabel: null })).rejects.toMatchObject({
      summary: '4 faults on 3 lines; nothing was loaded',
      nextStep: `mend ${one}, ${two}, then the same command again`,
    });
    await expect(load([await csv('empty.csv', '')])).rejects.toMatchObject({
      summary: '1 fault; nothing was loaded',
    });
  });

  test('when a load is refused its staged rows go, and the refusal is what is heard of', async () => {
    warehouse.failing.set('load_stage1', new Error('refused'));
    warehouse.failing.set('discard_staged_rows', new Error('broken off'));
    await expect(load([await csv('a.csv', SOUND)])).rejects.toThrow('refused');
    expect(warehouse.calls.at(-1)).toBe('run discard_staged_rows');
  });

  test('an interruption leaves nothing staged', async () => {
    await expect(load([await csv('a.csv', SOUND)], {}, AbortSignal.abort())).rejects.toThrow('aborted');
    expect(warehouse.staged).toEqual([]);
    expect(warehouse.calls.at(-1)).toBe('run discard_staged_rows');
  });
});
