import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS, type LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { tableContents } from '../fixtures/warehouse/table_contents.ts';
import { HARBOR_NORTH, Importer, prepareProfiles, refusal } from './importer.ts';

let kept: KeptWarehouse;
let local: LocalWarehouse;
let importer: Importer;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(async (fresh) => {
    await prepareProfiles(fresh, HARBOR_NORTH.tenantId);
  });
  local = kept.local;
  importer = Importer.on(local);
}, BUILD_MILLISECONDS);

beforeEach(() => kept.restore());

afterAll(() => kept.remove());

const COLUMNS = 'agent_id,first_name,last_name,effective_start_date,agency_name';

interface Lines {
  readonly physical: bigint;
  readonly header: bigint;
  readonly blank: bigint;
  readonly continuation: bigint;
  readonly rows: bigint;
}

test.each<[string, string, Lines]>([
  [
    'LF',
    `${COLUMNS}\nA1,Jane,Doe,2025-01-01,North\nA2,Kim,New,2025-01-01,\n`,
    { physical: 3n, header: 1n, blank: 0n, continuation: 0n, rows: 2n },
  ],
  [
    'no final line break',
    `${COLUMNS}\nA1,Jane,Doe,2025-01-01,North`,
    { physical: 2n, header: 1n, blank: 0n, continuation: 0n, rows: 1n },
  ],
  [
    'CR alone',
    `${COLUMNS}\rA1,Jane,Doe,2025-01-01,"a\rb"\r\rA2,Kim,New,2025-01-01,`,
    { physical: 5n, header: 1n, blank: 1n, continuation: 1n, rows: 2n },
  ],
  [
    'CRLF, one of them between quotes, with blank lines before the header, between rows and at the end',
    `\r\n${COLUMNS}\r\n\r\nA1,Jane,Doe,2025-01-01,"a\r\nb\r\nc"\r\n\r\n\r\nA2,Kim,New,2025-01-01,\r\n\r\n`,
    { physical: 10n, header: 1n, blank: 5n, continuation: 2n, rows: 2n },
  ],
  [
    'a header of two lines, and rows that differ in their line breaks',
    `agent_id,first_name,last_name,effective_start_date,"agency_name\n"\nA1,Jane,Doe,2025-01-01,"a\rb\nc\r\nd"\r\nA2,Kim,New,2025-01-01,\n`,
    { physical: 7n, header: 2n, blank: 0n, continuation: 3n, rows: 2n },
  ],
  [
    'quoted line breaks at the very end of the file, in a row of too few cells and in one of too many',
    `${COLUMNS}\n"A\n1",Jane\nA2,Kim,New,2025-01-01,,"x\n"\nA3,Lee,Third,2025-01-01,"\n\n"`,
    { physical: 8n, header: 1n, blank: 0n, continuation: 4n, rows: 3n },
  ],
])(
  'every line of a file is the header, blank, a row or the continuation of one: %s',
  async (_name, content, lines) => {
    const { changeset } = await importer.steps.upload(await importer.file(content));
    const validated = await importer.steps.validate(changeset.changeset_id);
    expect({
      physical: validated.physical_line_count,
      header: validated.header_line_count,
      blank: validated.blank_line_count,
      continuation: validated.continuation_line_count,
      rows: validated.row_count,
    }).toEqual(lines);
    expect(lines.header + lines.blank + lines.continuation + lines.rows).toBe(lines.physical);
    const outcomes = ['created_count', 'updated_row_count', 'unchanged_count', 'rejected_count'] as const;
    expect(outcomes.reduce((sum, name) => sum + Number(validated[name]), 0)).toBe(Number(lines.rows));
  },
);

const ROWS = [',A1,Jane,Doe,2025-01-01,,,', ',A2,Kim,New,2025-01-01,,,', ',A3,Lee,Third,soon,,,'];

test.each([
  ['one line more than its rows', 5n, 'The file has 5 lines, of which 4 are accounted for'],
  ['one line less', 3n, 'The file has 3 lines, of which 4 are accounted for'],
])('a file that has %s makes no changeset', async (_name, physicalLineCount, message) => {
  const staged = await importer.staged(...ROWS);
  const before = await tableContents(local);
  const call = importer.call('upload_changeset', { ...staged, physical_line_count: physicalLineCount });
  expect(await refusal(call)).toEqual({ code: 'LINES_LOST', message });
  expect(await tableContents(local)).toEqual(before);
});

test('a row that was lost while it was staged is missed by the upload, one that was staged twice too', async () => {
  const lost = await importer.staged(...ROWS);
  await removeStaged('source_row = 3');
  expect(await refusal(importer.call('upload_changeset', lost))).toMatchObject({ code: 'LINES_LOST' });
  await local.sql('INSERT INTO payroll_config.bulk_import_rows FROM payroll_config.bulk_import_rows');
  await local.sql('INSERT INTO payroll_config.bulk_import_rows FROM payroll_config.bulk_import_rows LIMIT 1');
  expect(await refusal(importer.call('upload_changeset', lost))).toMatchObject({ code: 'LINES_LOST' });
});

test.each([
  ['one of three rows', 'source_row = 3', 'The file has 3 rows, of which 2 have an outcome'],
  ['all rows', 'TRUE', 'The file has 3 rows, of which 0 have an outcome'],
])(
  '%s that went missing are missed by the validation, the first or a later one',
  async (_name, which, message) => {
    for (const step of ['uploaded', 'validated'] as const) {
      await kept.restore();
      const changeset = await importer[step](...ROWS);
      await removeStaged(which);
      const before = await tableContents(local);
      expect(await refusal(importer.steps.validate(changeset.changeset_id))).toEqual({
        code: 'ROWS_LOST',
        message,
      });
      expect(await tableContents(local)).toEqual(before);
    }
  },
);

test('what was planned and what was written are compared before a commit is one', async () => {
  const changeset = await importer.validated(...ROWS);
  await local.sql('UPDATE payroll_config.config_bulk_import_changesets SET created_count = 3');
  const before = await tableContents(local);
  expect(await refusal(importer.commit(changeset))).toMatchObject({
    code: 'WRITTEN_OTHERWISE',
    message:
      'Planned and written: created 3 and 2, updated 0 and 0, contacts created 0 and 0, contacts updated 0 and 0',
  });
  const { audit_events: events = [], tenants, ...others } = await tableContents(local);
  const { audit_events: eventsBefore = [], tenants: tenantsBefore, ...othersBefore } = before;
  expect(others).toEqual(othersBefore);
  // The refusal has left its event, and nothing else.
  expect(events).toHaveLength(eventsBefore.length + 1);
  expect(tenants).not.toEqual(tenantsBefore);
});

async function removeStaged(which: string): Promise<void> {
  await local.sql(`DELETE FROM payroll_config.bulk_import_rows WHERE ${which}`);
}
