import { expect, test } from 'vitest';
import type { CompiledGraph, CompiledTable } from '../../scripts/dataform/compiled_graph.ts';
import { graphDigest } from '../../scripts/dataform/graph_digest.ts';
import { sha256 } from '../../scripts/evidence/manifest.ts';
import { verifyProject } from '../../scripts/evidence/verify_project.ts';
import { manifestOf } from './report_files.ts';

const COMMIT = 'c'.repeat(40);

function graphWith(
  control7: string,
  description = '',
  vars: Readonly<Record<string, string>> = {},
): CompiledGraph {
  const view = (name: string, query: string): CompiledTable => ({
    type: 'view',
    target: { database: 'p', schema: 'payroll_assertions', name },
    fileName: `definitions/controls/${name}.sqlx`,
    query,
    actionDescriptor: { description },
  });
  return {
    tables: [view('business_id_is_stable', control7), view('agent_key_is_stable', 'SELECT 8')],
    projectConfig: { defaultDatabase: 'p', defaultSchema: 's', assertionSchema: 'a', vars },
  };
}

const SOUND = graphWith('SELECT 7');
const ALTERED = graphWith('SELECT 7 WHERE FALSE');
const SHOWN = { '7': sha256('SELECT 7'), '8': sha256('SELECT 8') };
const manifest = manifestOf({ git_commit: COMMIT, graph_digest: graphDigest(SOUND) });

function found(graph: CompiledGraph, commit: string | null): string[] {
  return verifyProject(manifest, SHOWN, { graph, commit }).map(
    ({ severity, code, message }) => `${severity} ${code} ${message}`,
  );
}

test('the project that a report was made with has nothing to say', () => {
  expect(found(SOUND, COMMIT)).toEqual([]);
});

test('a control whose SQL is altered at the same commit is a fault, by its id', () => {
  expect(found(ALTERED, COMMIT)).toEqual([
    `fault CONTROL_SQL_DIFFERS control 7 has other SQL than in this project; although both are of the commit ${COMMIT}: one of them was altered`,
  ]);
});

test('at another commit the project may have moved on: a note', () => {
  expect(found(ALTERED, null)).toEqual([
    `note CONTROL_SQL_DIFFERS control 7 has other SQL than in this project; the report was made at ${COMMIT}, this is no git checkout`,
  ]);
});

test('a graph that differs where no control does is named as well', () => {
  const { tables = [], ...rest } = SOUND;
  const more = {
    ...rest,
    tables: [
      ...tables,
      ...(graphWith('SELECT 1').tables ?? []).map((table) => ({
        ...table,
        target: { ...table.target, schema: 'other' },
      })),
    ],
  };

  expect(found(more, COMMIT)).toEqual([
    `fault GRAPH_DIFFERS the run was of another graph than this project compiles to; although both are of the commit ${COMMIT}: one of them was altered`,
  ]);
});

test('descriptions have no part in the digest of a graph', () => {
  expect(graphDigest(graphWith('SELECT 7', 'in other words'))).toBe(graphDigest(SOUND));
});

test('a run of sources that no commit holds is a fault that names them, whatever this project holds', () => {
  const files = ['dataform.json', ...'abcdef'.split('').map((name) => `definitions/${name}.sqlx`)];
  const altered = { ...manifest, parameters: { uncommitted: files } };
  expect(
    verifyProject(altered, SHOWN, { graph: SOUND, commit: COMMIT }).map(({ message }) => message),
  ).toEqual([
    `the run was of sources that the commit ${COMMIT} hasn’t got: dataform.json, definitions/a.sqlx, definitions/b.sqlx, definitions/c.sqlx, definitions/d.sqlx and 2 more; commit them and run again`,
  ]);
  const clean = { ...manifest, parameters: { uncommitted: [] } };
  expect(verifyProject(clean, SHOWN, { graph: SOUND, commit: COMMIT })).toEqual([]);
});

test('of a run with other vars the SQL is another by right: a note with their names', () => {
  const other = { ...manifest, parameters: { vars: { requireSecondApprover: 'true', kept: '1' } } };
  const graph = graphWith('SELECT 7 WHERE FALSE', '', {
    requireSecondApprover: 'false',
    kept: '1',
    added: '',
  });
  expect(
    verifyProject(other, SHOWN, { graph, commit: COMMIT }).map(({ severity, message }) => [
      severity,
      message,
    ]),
  ).toEqual([
    [
      'note',
      'control 7 has other SQL than in this project; the run had other vars than this project: added, requireSecondApprover',
    ],
  ]);
});
