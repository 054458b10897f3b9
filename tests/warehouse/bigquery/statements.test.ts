import { describe, expect, it } from 'vitest';
import {
  assertionScript,
  operationScript,
  tableScript,
} from '../../../scripts/warehouse/bigquery/statements.ts';

const NAMED = { target: { database: 'p', schema: 'd', name: 't' }, fileName: 'definitions/t.sqlx' };

describe('a table', () => {
  it('is partitioned and clustered as its configuration says, between what runs before and after it', () => {
    const { text } = tableScript({
      ...NAMED,
      type: 'table',
      query: 'SELECT period, tenant, id FROM s',
      preOps: ['SELECT 1 -- before'],
      postOps: ['SELECT 2'],
      bigquery: { partitionBy: 'period', clusterBy: ['tenant', 'id'] },
    });

    expect(text).toBe(
      'SELECT 1 -- before\n;\n' +
        'CREATE OR REPLACE TABLE `p.d.t`\nPARTITION BY period\nCLUSTER BY tenant, id\nAS SELECT period, tenant, id FROM s\n;\n' +
        'SELECT 2',
    );
  });

  it('is a view when it is one', () => {
    expect(tableScript({ ...NAMED, type: 'view', query: 'SELECT 1 AS n' }).text).toBe(
      'CREATE OR REPLACE VIEW `p.d.t`\nAS SELECT 1 AS n',
    );
  });
});

describe('an assertion', () => {
  it('is the view of its failing rows, and their rows', () => {
    expect(assertionScript({ ...NAMED, query: 'SELECT 1 AS n' }).text).toBe(
      'CREATE OR REPLACE VIEW `p.d.t` AS SELECT 1 AS n\n;\nSELECT * FROM `p.d.t`',
    );
  });
});

describe('the parts of a script', () => {
  it('say where each compiled text stands in it', () => {
    const { text, parts } = operationScript({ ...NAMED, queries: ['SELECT 1', 'SELECT 2'] });

    expect(text).toBe('SELECT 1\n;\nSELECT 2');
    expect(parts).toEqual([
      { compiled: 'SELECT 1', at: 0 },
      { compiled: 'SELECT 2', at: 11 },
    ]);
  });
});
