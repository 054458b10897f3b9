import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REFUSAL_EVENT_TYPES } from '../../scripts/changesets/refusal_events.ts';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';

const graph = await compileProject();

/** What each statement that appends an event says of its type: a literal, or the parameter of the procedure. */
const appended = (graph.operations ?? []).flatMap(({ target, queries }) =>
  [
    ...queries
      .filter(appends)
      .join('\n')
      .matchAll(/(\S+) AS event_type\b/g),
  ].map(([, type = '']) => ({
    procedure: target.name,
    type,
  })),
);
const literals = appended.flatMap(({ type }) => /^'(\w+)'$/.exec(type)?.[1] ?? []);
const written = [...new Set([...literals, ...REFUSAL_EVENT_TYPES])].sort();

test('an event has its type from the SQL that appends it; only refusals are told which they are', () => {
  expect(literals).toContain('REPORT_UNMASKED');
  expect(appended.filter(({ type }) => !/^'\w+'$/.test(type))).toEqual([
    { procedure: 'record_refusal', type: '@event_type' },
  ]);
});

test('audit_events says of every event type that is written, and of no other', () => {
  const table = graph.operations?.find(({ target }) => target.name === 'audit_events');
  const column = table?.actionDescriptor?.columns?.find(({ path }) => path.join('.') === 'event_type');
  expect(typesIn(column?.description)).toEqual(written);
});

test('record_refusal says of every refusal', () => {
  const procedure = graph.operations?.find(({ target }) => target.name === 'record_refusal');
  expect(typesIn(procedure?.actionDescriptor?.description)).toEqual([...REFUSAL_EVENT_TYPES].sort());
});

test('docs/architecture.md says of every event type when it is written, and of no other', () => {
  const text = readFileSync(join(PROJECT_ROOT, 'docs/architecture.md'), 'utf8');
  const chapter = /^## The audit chain$(.*?)^## /ms.exec(text)?.[1] ?? '';
  const rows = chapter.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.flatMap((row) => typesIn(row.split('|')[1])).sort()).toEqual(written);
});

function appends(query: string): boolean {
  return /INSERT INTO `[^`]*\.audit_events`/.test(query);
}

function typesIn(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([type]) => type).sort();
}
