import { expect, test, vi } from 'vitest';
import { digestedTables } from '../../includes/src/digested_tables.ts';
import type { ResolvedStatement } from '../../scripts/googlesql/resolved_statements.ts';
import { analysedProject } from '../fixtures/analysed_graph.ts';

/** What only a rollback, a load or the graph itself may take rows from, in the open; nothing takes rows from any other. */
const CHANGING = digestedTables.filter(({ since }) => since === undefined).map(({ name }) => name);
const KEPT = [
  ...digestedTables.map(({ name }) => name).filter((name) => !CHANGING.includes(name)),
  'tenants',
  'table_digests',
  'run_manifests',
];

/** A writer's lock is a change of the tenant's row; a migration gives the old form of a table another name, with all its rows. */
const IN_THE_OPEN = / changes tenants$|^set_aside_\w+ alters /;

/** As Google's own analyser reads the statement, however it is written. */
function taken(tree: ResolvedStatement): string[] {
  switch (tree.kind) {
    case 'DeleteStmt':
    case 'TruncateStmt':
      return [`takes from ${nameOf(tree.tableScan.table)}`];
    case 'UpdateStmt':
      return [`changes ${nameOf(tree.tableScan.table)}`];
    case 'MergeStmt':
      return tree.whenClauseList.flatMap(({ actionType }) =>
        actionType === 'INSERT'
          ? []
          : [`${actionType === 'DELETE' ? 'takes from' : 'changes'} ${nameOf(tree.tableScan.table)}`],
      );
    case 'DropStmt':
      return [`takes from ${nameOf(tree.namePath.join('.'))}`];
    case 'CreateTableStmt':
    case 'CreateTableAsSelectStmt':
      return tree.createMode === 'CREATE_OR_REPLACE' ? [`takes from ${nameOf(tree.namePath.join('.'))}`] : [];
    case 'AlterTableStmt':
      return tree.alterActionList.some(({ kind }) => kind !== 'AddColumnAction')
        ? [`alters ${nameOf(tree.namePath.join('.'))}`]
        : [];
    default:
      return [];
  }
}

function nameOf(table: string): string {
  return table.split('.').at(-1) ?? '';
}

async function takenByProject(): Promise<string[]> {
  const { actions } = await analysedProject();
  return actions.flatMap(({ action, scripts }) =>
    scripts.flatMap(({ statements }) =>
      statements.flatMap(({ tree }) => taken(tree).map((what) => `${action.name} ${what}`)),
    ),
  );
}

// Every statement of the project is analysed.
vi.setConfig({ testTimeout: 120_000 });

test('no statement of the project ever takes a row from the ledger, the keys, the events or the record of a run', async () => {
  const found = await takenByProject();

  expect(found).toContain('rollback_changeset takes from agent_profile_identity_versions');
  expect(found).toContain('record_refusal changes tenants');
  const kept = found.filter((one) => KEPT.some((table) => one.endsWith(` ${table}`)));
  expect(kept.filter((one) => !IN_THE_OPEN.test(one))).toEqual([]);
});
