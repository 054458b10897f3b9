import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RowBatch } from '../../../scripts/warehouse/row_batch.ts';
import type { Row } from '../../../scripts/warehouse/values.ts';
import { Scripts, target } from './script_fixture.ts';

const SCRIPTS = {
  create: `CREATE OR REPLACE TABLE \`p.d.every_type\` (
    position INT64 NOT NULL, flag BOOL, number INT64, ratio FLOAT64, amount NUMERIC, name STRING, digest BYTES, day DATE,
    moment TIMESTAMP, names ARRAY<STRING>, part STRUCT<name STRING, amount NUMERIC>)`,
  create_texts:
    'CREATE OR REPLACE TABLE `p.d.texts` (position INT64 NOT NULL, name STRING, note STRING, uploaded_on DATE)',
  read_texts: 'SELECT * FROM `p.d.texts` ORDER BY position',
  create_pair: `CREATE OR REPLACE TABLE \`p.d.pair\` (b INT64, a STRING);
                CREATE OR REPLACE VIEW \`p.d.pair_seen\` AS SELECT a FROM \`p.d.pair\``,
  read: 'SELECT * FROM `p.d.every_type` ORDER BY position',
  echo: 'SELECT @name AS name, @period_label AS period_label, @name IS NULL AS is_null',
};

let scripts: Scripts;
beforeAll(async () => {
  scripts = await Scripts.open(SCRIPTS);
});
beforeEach(() => scripts.run('create'));
afterAll(() => scripts.warehouse.close());

async function* streamed<T extends Row | RowBatch>(rows: readonly T[]): AsyncGenerator<T> {
  for (const row of rows) yield await Promise.resolve(row);
}

async function read(name = 'read'): Promise<readonly Row[]> {
  return (await scripts.warehouse.runOperation({ target: target(name), fileName: '', queries: [] })).rows;
}

const nullable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });
const text = fc.string({ unit: 'binary', maxLength: 20 });
const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), fc.constantFrom(0, 9))
  .map(([units, scale]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(10, '0').slice(-29);
    const fraction = scale === 0 ? '' : digits.slice(-9).replace(/0+$/, '');
    const whole = digits.slice(0, -9).replace(/^0+(?=\d)/, '');
    const sign = units < 0n && !/^0*$/.test(whole + fraction) ? '-' : '';
    return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
  });
const moment = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .chain((date) =>
    fc.integer({ min: 0, max: 999 }).map((micros) => {
      return date.toISOString().replace('Z', `${micros.toString().padStart(3, '0')}Z`);
    }),
  );

const row = fc.record({
  flag: nullable(fc.boolean()),
  number: nullable(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  ratio: nullable(fc.double()),
  amount: nullable(amount),
  name: nullable(text),
  digest: nullable(fc.uint8Array({ maxLength: 20 })),
  day: nullable(moment.map((instant) => instant.slice(0, 10))),
  moment: nullable(moment),
  names: fc.array(nullable(text), { maxLength: 3 }),
  part: nullable(fc.record({ name: nullable(text), amount: nullable(amount) })),
});

test('values of every type come back as they were staged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
      await scripts.run('create');
      const numbered = rows.map((values, position) => ({ position: BigInt(position), ...values }));
      expect(await scripts.warehouse.stage(target('every_type'), streamed(numbered))).toBe(rows.length);
      expect(await read()).toEqual(numbered);
    }),
    { numRuns: 40 },
  );
});

test('more rows than one chunk holds are staged in their order', async () => {
  const rows = Array.from({ length: 5000 }, (_, index) => ({
    position: BigInt(index),
    name: `row ${index}`,
  }));
  expect(await scripts.warehouse.stage(target('every_type'), streamed(rows))).toBe(5000);
  expect((await read()).map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
});

const SEPARATORS = ['', '\u001e', '\u001f', 'a\u001fb', '\u001e\u001e', '\0', 'é\ufeff😀', '\r\n', null];

test('texts and integers of a batch come back as they were staged, those that hold a separator too', async () => {
  const texts = fc.oneof(fc.constantFrom(...SEPARATORS), nullable(text));
  const textRow = fc.record({
    position: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    name: texts,
    note: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, texts),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(textRow, { minLength: 1, maxLength: 12, selector: ({ position }) => position }),
      async (rows) => {
        await scripts.run('create_texts');
        const batch = new RowBatch(
          rows.length,
          {
            position: rows.map(({ position }) => position),
            name: rows.map(({ name }) => name),
            note: rows.map(({ note }) => note),
          },
          { uploaded_on: '2024-02-29' },
        );
        expect(await scripts.warehouse.stage(target('texts'), streamed([batch]))).toBe(rows.length);
        const inOrder = [...rows].sort((one, other) => (one.position < other.position ? -1 : 1));
        expect(await read('read_texts')).toEqual(
          inOrder.map((values) => ({ ...values, uploaded_on: '2024-02-29' })),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test('rows and batches of one stream are staged in their order', async () => {
  await scripts.run('create_texts');
  const stream = [
    { position: 1n, name: 'a row' },
    new RowBatch(2, { position: [2n, 3n], name: ['a batch', 'with \u001f'] }, { note: 'shared' }),
    { position: 4n },
    new RowBatch(1, { position: [5n] }),
  ];
  expect(await scripts.warehouse.stage(target('texts'), streamed(stream))).toBe(5);
  expect((await read('read_texts')).map(({ name, note }) => [name, note])).toEqual([
    ['a row', null],
    ['a batch', 'shared'],
    ['with \u001f', 'shared'],
    [null, null],
    [null, null],
  ]);
});

test('nothing is staged of batches when one holds what its column can’t', async () => {
  await scripts.run('create_texts');
  const sound = new RowBatch(1, { position: [1n], name: ['a'] });
  const tooLarge = new RowBatch(1, { position: [2n ** 63n] });
  await expect(scripts.warehouse.stage(target('texts'), streamed([sound, tooLarge]))).rejects.toThrow(
    'is not a INT64',
  );
  const withoutPosition = new RowBatch(1, { name: ['b'] });
  await expect(
    scripts.warehouse.stage(target('texts'), streamed([sound, withoutPosition, sound])),
  ).rejects.toThrow('NOT NULL');
  expect(await read('read_texts')).toEqual([]);
});

test('a column that a row leaves out is NULL, and an array empty', async () => {
  await scripts.warehouse.stage(target('every_type'), streamed([{ position: 1n }]));
  expect((await read())[0]).toMatchObject({ position: 1n, name: null, names: [], part: null });
});

test('nothing is staged of a stream that breaks off', async () => {
  async function* breakingOff(): AsyncGenerator<Row> {
    for (let position = 0n; position < 3000n; position++) yield await Promise.resolve({ position });
    throw new Error('the file ended');
  }
  await expect(scripts.warehouse.stage(target('every_type'), breakingOff())).rejects.toThrow(
    'the file ended',
  );
  expect(await read()).toEqual([]);
});

test('nothing is staged when a row breaks a NOT NULL', async () => {
  const rows = [{ position: 1n }, { name: 'no position' }];
  await expect(scripts.warehouse.stage(target('every_type'), streamed(rows))).rejects.toThrow('NOT NULL');
  expect(await read()).toEqual([]);
});

test('parameters are bound with their types, NULL too', async () => {
  expect(await scripts.run('echo', { name: "O'Brien\ufeff", period_label: '2024-02-01' })).toEqual([
    ["O'Brien\ufeff", '2024-02-01', false],
  ]);
  expect(await scripts.run('echo', { name: null, period_label: null })).toEqual([[null, null, true]]);
  await expect(scripts.run('echo', { name: 'x', period_label: '2024-02-30' })).rejects.toThrow(
    "'2024-02-30' is not a DATE",
  );
});

test('a table, a view and what isn’t there are told apart, a table with its columns', async () => {
  await scripts.run('create_pair');
  expect(await scripts.warehouse.relation(target('pair'))).toEqual({
    kind: 'table',
    columnNames: ['b', 'a'],
  });
  expect(await scripts.warehouse.relation(target('pair_seen'))).toEqual({ kind: 'view' });
  expect(await scripts.warehouse.relation(target('nothing'))).toBeUndefined();
});
