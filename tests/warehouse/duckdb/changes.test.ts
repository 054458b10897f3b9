import { afterEach, beforeAll, describe, expect, test } from 'vitest';

import { DataError, WarehouseError } from '../../../scripts/errors.ts';
import type { StatementEvent } from '../../../scripts/warehouse/warehouse.ts';
import { Scripts } from './script_fixture.ts';

const SCRIPTS = {
  create: `CREATE TABLE IF NOT EXISTS \`p.d.agents\` (name STRING NOT NULL, amount NUMERIC, tags ARRAY<STRING>, code STRING(3), since DATE)
           PARTITION BY since CLUSTER BY name OPTIONS (description = 'x')`,
  fill: `INSERT INTO \`p.d.agents\` (name, amount) VALUES ('ann', 1), ('bob', 2), ('cid', NULL)`,
  read: `SELECT name, amount FROM \`p.d.agents\` ORDER BY name, amount`,
  read_tags: `SELECT name, tags FROM \`p.d.agents\` ORDER BY name`,

  merge_all: `
    MERGE \`p.d.agents\` AS target
    USING (SELECT 'ann' AS name, NUMERIC '10' AS amount UNION ALL SELECT 'bob', -1 UNION ALL SELECT 'dee', 4 UNION ALL SELECT 'eve', -5) AS source
    ON target.name = source.name
    WHEN MATCHED AND source.amount < 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET amount = target.amount + source.amount
    WHEN NOT MATCHED AND source.amount > 0 THEN INSERT (name, amount) VALUES (UPPER(source.name), source.amount)
    WHEN NOT MATCHED BY SOURCE THEN UPDATE SET amount = 0`,
  merge_row: `
    MERGE \`p.d.agents\` USING (SELECT 'dee' AS name, NUMERIC '4' AS amount, ['x'] AS tags, 'abc' AS code, DATE '2024-01-01' AS since) AS source
    ON FALSE WHEN NOT MATCHED THEN INSERT ROW`,
  merge_only_inserts_twice: `
    MERGE \`p.d.agents\` AS target USING (SELECT 'ann' AS name UNION ALL SELECT 'dee' UNION ALL SELECT 'dee') AS source
    ON target.name = source.name WHEN NOT MATCHED THEN INSERT (name) VALUES (name)`,
  merge_reads_its_target: `
    MERGE \`p.d.agents\` AS target
    USING (SELECT 'ann' AS name UNION ALL SELECT 'dee') AS source ON target.name = source.name
    WHEN MATCHED THEN UPDATE SET amount = 100
    WHEN NOT MATCHED THEN INSERT (name, amount) VALUES (source.name, (SELECT SUM(amount) FROM \`p.d.agents\`))`,
  merge_twice: `
    MERGE \`p.d.agents\` AS target USING (SELECT 'ann' AS name, 1 AS n UNION ALL SELECT 'ann', 2) AS source
    ON target.name = source.name WHEN MATCHED THEN UPDATE SET amount = source.n`,
  merge_twice_but_once_applied: `
    MERGE \`p.d.agents\` AS target USING (SELECT 'ann' AS name, 1 AS n UNION ALL SELECT 'ann', 2) AS source
    ON target.name = source.name WHEN MATCHED AND source.n = 2 THEN UPDATE SET amount = source.n`,
  update_from_twice: `
    UPDATE \`p.d.agents\` AS target SET amount = source.n
    FROM (SELECT 'ann' AS name, 1 AS n UNION ALL SELECT 'ann', 2) AS source WHERE target.name = source.name`,
  update_from: `
    UPDATE \`p.d.agents\` AS target SET amount = source.n, tags = [source.name]
    FROM (SELECT 'ann' AS name, 7 AS n) AS source WHERE target.name = source.name`,
  update: `UPDATE \`p.d.agents\` AS a SET amount = (SELECT COUNT(*) FROM \`p.d.agents\` AS b WHERE b.name <= a.name) WHERE name != 'ann'`,
  swap: `CREATE TEMP TABLE pair (a INT64, b INT64);
         INSERT INTO pair (a, b) VALUES (1, 2);
         UPDATE pair SET a = b, b = a WHERE TRUE;
         SELECT a, b FROM pair`,
  delete: `DELETE FROM \`p.d.agents\` AS a WHERE EXISTS (SELECT 1 FROM \`p.d.agents\` AS b WHERE b.name < a.name)`,
  truncate_and_roll_back: `BEGIN TRANSACTION; TRUNCATE TABLE \`p.d.agents\`; ROLLBACK TRANSACTION; SELECT COUNT(*) FROM \`p.d.agents\``,
  left_open: `BEGIN TRANSACTION; DELETE FROM \`p.d.agents\` WHERE TRUE`,
  insert_null: `INSERT INTO \`p.d.agents\` (name) SELECT CAST(NULL AS STRING)`,
  insert_long_code: `INSERT INTO \`p.d.agents\` (name, code) VALUES ('x', 'a€😀'), ('y', 'abcd')`,
  insert_null_array: `INSERT INTO \`p.d.agents\` (name, tags) VALUES ('x', NULL)`,
  guard: `
    BEGIN TRANSACTION;
    DELETE FROM \`p.d.agents\` WHERE TRUE;
    SELECT IF(COUNT(*) = 0, ERROR(CONCAT('[STALE_PLAN] ', @reason, ' [x]')), NULL) AS guard FROM \`p.d.agents\`;
    COMMIT TRANSACTION`,
  fails_later: `
    BEGIN TRANSACTION;
    DELETE FROM \`p.d.agents\` WHERE TRUE;

    SELECT 1 / 0;
    COMMIT TRANSACTION`,
  create_as_select: `CREATE OR REPLACE TABLE \`p.d.copy\` AS SELECT name, amount * 2 AS doubled FROM \`p.d.agents\`;
                     CREATE OR REPLACE VIEW \`p.d.seen\` AS SELECT name FROM \`p.d.copy\` WHERE doubled > 2;
                     SELECT name FROM \`p.d.seen\`;`,
  assert: `ASSERT (SELECT COUNT(*) FROM \`p.d.agents\`) = 2 AS 'two agents'`,
  alter: `CREATE OR REPLACE TABLE \`p.d.earlier\` (code STRING NOT NULL);
          INSERT INTO \`p.d.earlier\` (code) VALUES ('a');
          ALTER TABLE \`p.d.earlier\` ADD COLUMN IF NOT EXISTS code STRING, ADD COLUMN IF NOT EXISTS since DATE, ADD COLUMN n INT64;
          UPDATE \`p.d.earlier\` SET n = 1 WHERE since IS NULL;
          ALTER TABLE \`p.d.earlier\` ADD COLUMN IF NOT EXISTS n STRING;
          SELECT code, since, n FROM \`p.d.earlier\``,
  // Says what the renamed table holds; it is never run.
  aside: `CREATE TABLE IF NOT EXISTS \`p.d.aside\` (code STRING)`,
  set_aside: `CREATE OR REPLACE TABLE \`p.d.earlier\` (code STRING NOT NULL);
              INSERT INTO \`p.d.earlier\` (code) VALUES ('a');
              ALTER TABLE \`p.d.earlier\` RENAME TO aside;
              ALTER TABLE IF EXISTS \`p.d.earlier\` RENAME TO aside;
              CREATE VIEW \`p.d.earlier\` AS SELECT 'b' AS code;
              SELECT code FROM \`p.d.aside\` UNION ALL SELECT code FROM \`p.d.earlier\``,
  // These two change what the analyser knows of the table, so they come last.
  view_over_a_table: 'CREATE OR REPLACE VIEW `p.d.agents` AS SELECT 1 AS x',
  drop: 'DROP TABLE IF EXISTS `p.d.agents`',
} as const;

let graphScripts: Scripts;
let onStatement: ((event: StatementEvent) => void) | undefined;

beforeAll(async () => {
  graphScripts = await Scripts.open(SCRIPTS, { onStatement: (event) => onStatement?.(event) });
  return () => graphScripts.warehouse.close();
});

afterEach(async () => {
  onStatement = undefined;
  await run('drop');
});

async function run(name: keyof typeof SCRIPTS, parameters = {}): ReturnType<Scripts['run']> {
  return graphScripts.run(name, parameters);
}

async function filled(): Promise<void> {
  await run('create');
  await run('fill');
}

describe('MERGE', () => {
  test('applies the first clause that holds to each row', async () => {
    await filled();
    await run('merge_all');
    expect(await run('read')).toEqual([
      ['DEE', '4'],
      ['ann', '11'],
      ['cid', '0'],
    ]);
  });

  test('INSERT ROW takes the source’s columns by their names', async () => {
    await filled();
    await run('merge_row');
    expect((await run('read_tags')).at(-1)).toEqual(['dee', ['x']]);
  });

  test('may insert the same row twice', async () => {
    await filled();
    await run('merge_only_inserts_twice');
    expect(await run('read')).toEqual([
      ['ann', '1'],
      ['bob', '2'],
      ['cid', null],
      ['dee', null],
      ['dee', null],
    ]);
  });

  test('sees its target as it was before', async () => {
    await filled();
    await run('merge_reads_its_target');
    expect(await run('read')).toEqual([
      ['ann', '100'],
      ['bob', '2'],
      ['cid', null],
      ['dee', '3'],
    ]);
  });

  test('refuses two source rows for one target row, and changes nothing', async () => {
    await filled();
    await expect(run('merge_twice')).rejects.toThrow(
      'UPDATE/MERGE must match at most one source row for each target row',
    );
    expect(await run('read')).toEqual([
      ['ann', '1'],
      ['bob', '2'],
      ['cid', null],
    ]);
  });

  test('counts only the source rows that a clause applies to', async () => {
    await filled();
    await run('merge_twice_but_once_applied');
    expect((await run('read'))[0]).toEqual(['ann', '2']);
  });
});

describe('UPDATE', () => {
  test('with FROM refuses two source rows for one target row', async () => {
    await filled();
    await expect(run('update_from_twice')).rejects.toThrow('at most one source row');
  });

  test('with FROM sets the values of the row that matches', async () => {
    await filled();
    await run('update_from');
    expect((await run('read_tags'))[0]).toEqual(['ann', ['ann']]);
    expect((await run('read'))[0]).toEqual(['ann', '7']);
  });

  test('with a correlated subquery', async () => {
    await filled();
    await run('update');
    expect(await run('read')).toEqual([
      ['ann', '1'],
      ['bob', '2'],
      ['cid', '3'],
    ]);
  });

  test('evaluates every value on the row as it was; a temporary table ends with its script', async () => {
    expect(await run('swap')).toEqual([[2n, 1n]]);
    expect(await run('swap')).toEqual([[2n, 1n]]);
  });
});

test('DELETE with a correlated subquery', async () => {
  await filled();
  await run('delete');
  expect(await run('read')).toEqual([['ann', '1']]);
});

describe('what a column promises', () => {
  test('NOT NULL refuses a NULL', async () => {
    await filled();
    await expect(run('insert_null')).rejects.toThrow('NOT NULL constraint failed: agents.name');
  });

  test('STRING(3) counts characters, and refuses a fourth', async () => {
    await filled();
    await expect(run('insert_long_code')).rejects.toThrow('CHECK constraint failed');
  });

  test('an array that is NULL or not given is stored empty', async () => {
    await filled();
    await run('insert_null_array');
    expect(await run('read_tags')).toEqual([
      ['ann', []],
      ['bob', []],
      ['cid', []],
      ['x', []],
    ]);
  });
});

describe('a transaction', () => {
  test('returns from a TRUNCATE', async () => {
    await filled();
    expect(await run('truncate_and_roll_back')).toEqual([[3n]]);
  });

  test('that the script leaves open is rolled back', async () => {
    await filled();
    await run('left_open');
    expect(await run('read')).toHaveLength(3);
  });

  test('that a guard refuses is rolled back, and the code in brackets is the fault’s', async () => {
    await filled();
    const refusal = run('guard', { reason: 'older' });
    await expect(refusal).rejects.toBeInstanceOf(DataError);
    await expect(refusal).rejects.toMatchObject({ faults: [{ code: 'STALE_PLAN', message: 'older [x]' }] });
    expect(await run('read')).toHaveLength(3);
  });

  test('that fails is rolled back, and the error names the file', async () => {
    await filled();
    const failure = run('fails_later');
    await expect(failure).rejects.toBeInstanceOf(WarehouseError);
    await expect(failure).rejects.toMatchObject({
      faults: [
        {
          code: 'DUCKDB_FAILED',
          message: 'division by zero: 1.0 / 0.0',
          location: { file: 'definitions/fails_later.js' },
        },
      ],
    });
    expect(await run('read')).toHaveLength(3);
  });

  test('that is broken off between two statements is rolled back', async () => {
    await filled();
    onStatement = ({ index }) => {
      if (index === 1) throw new Error('broken off');
    };
    await expect(run('guard', { reason: '' })).rejects.toThrow('broken off');
    onStatement = undefined;
    expect(await run('read')).toHaveLength(3);
  });
});

test('each statement is announced with its place in the script', async () => {
  await filled();
  const events: StatementEvent[] = [];
  onStatement = (event) => events.push(event);
  await run('truncate_and_roll_back');
  expect(events.map(({ target, index, count }) => [target.name, index, count])).toEqual([
    ['truncate_and_roll_back', 0, 4],
    ['truncate_and_roll_back', 1, 4],
    ['truncate_and_roll_back', 2, 4],
    ['truncate_and_roll_back', 3, 4],
  ]);
});

test('while a script runs, the warehouse tells which of its statements does', async () => {
  await filled();
  const { warehouse } = graphScripts;
  const told: unknown[] = [];
  onStatement = () => told.push(warehouse.progress());
  await run('truncate_and_roll_back');
  expect(told).toMatchObject([
    { index: 0, count: 4 },
    { index: 1, count: 4 },
    { index: 2, count: 4 },
    { index: 3, count: 4 },
  ]);
  expect(warehouse.progress()).toBeUndefined();
});

test('CREATE TABLE AS SELECT and a view over it', async () => {
  await filled();
  expect(await run('create_as_select')).toEqual([['bob']]);
});

test('ALTER TABLE adds the columns that are missing, empty, and leaves those that are there', async () => {
  expect(await run('alter')).toEqual([['a', null, 1n]]);
});

test('ALTER TABLE renames a table, and its name is free for a view', async () => {
  expect((await run('set_aside')).sort()).toEqual([['a'], ['b']]);
});

test('a view can’t take the place of a table', async () => {
  await filled();
  await expect(run('view_over_a_table')).rejects.toThrow('agents');
  expect(await run('read')).toHaveLength(3);
});

test('ASSERT fails with its description', async () => {
  await filled();
  await expect(run('assert')).rejects.toThrow('Assertion failed: two agents');
});

test('scripts that are started at once run one after the other', async () => {
  await filled();
  const [first, second] = await Promise.all([run('truncate_and_roll_back'), run('read')]);
  expect(first).toEqual([[3n]]);
  expect(second).toHaveLength(3);
});
