import { expect, test } from 'vitest';
import { digestedTables } from '../../includes/src/digested_tables.ts';
import { compileProject } from '../../scripts/dataform/compile.ts';

/** What only a rollback, a load or the graph itself may take rows from, in the open; nothing takes rows from any other. */
const CHANGING = digestedTables.filter(({ since }) => since === undefined).map(({ name }) => name);
const KEPT = [
  ...digestedTables.map(({ name }) => name).filter((name) => !CHANGING.includes(name)),
  'tenants',
  'table_digests',
  'run_manifests',
];

const graph = await compileProject();

test('no statement of the project ever takes a row from the ledger, the keys, the events or the record of a run', () => {
  const taken = (graph.operations ?? []).flatMap(({ target, queries }) =>
    [
      ...queries
        .join('\n')
        .matchAll(/(?:DELETE\s+FROM|TRUNCATE\s+TABLE|DROP\s+TABLE(?:\s+IF\s+EXISTS)?)\s+`([^`]+)`/g),
    ].map(([, table = '']) => `${target.name} takes from ${table.split('.').at(-1) ?? ''}`),
  );

  expect(taken).toContain('rollback_changeset takes from agent_profile_identity_versions');
  expect(taken.filter((one) => KEPT.some((table) => one.endsWith(` from ${table}`)))).toEqual([]);
});
