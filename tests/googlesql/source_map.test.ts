import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SourceMap } from '../../scripts/googlesql/source_map.ts';

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'keyfast-source-map-'));
});
afterEach(() => rm(project, { recursive: true }));

/** The place, as `line:column`, of the mark in the compiled text, given the file that it was compiled from. */
async function place(file: string, compiled: string, mark: string): Promise<string> {
  await writeFile(join(project, 'a.sqlx'), file);
  const index = compiled.indexOf(mark);
  expect(index).toBeGreaterThanOrEqual(0);
  const { line, column } = new SourceMap(project).locate('a.sqlx', compiled, index);
  return `${line}:${column}`;
}

test('text after a config block keeps its line and column', async () => {
  const file = 'config {\n  type: "view",\n  description: "a } and a { in text"\n}\n\nSELECT\n  nope\n';
  expect(await place(file, '\n\nSELECT\n  nope\n', 'nope')).toBe('7:3');
});

test('text inside an expansion stands at its ${', async () => {
  const file = 'SELECT ${f("a")} FROM ${ref("t")} WHERE b';
  const compiled = 'SELECT UPPER(TRIM(a)) FROM `p.d.t` WHERE b';
  expect(await place(file, compiled, 'TRIM')).toBe('1:8');
  expect(await place(file, compiled, 'p.d.t')).toBe('1:23');
  expect(await place(file, compiled, 'WHERE b')).toBe('1:35');
});

test('an expansion that holds the text after it is not cut in two', async () => {
  const file = 'SELECT ${f("a")}, ${g("b")}, c';
  const compiled = "SELECT IF(a, b, ', '), SUBSTR(b, 1, 2), c";
  expect(await place(file, compiled, "', '")).toBe('1:8');
  expect(await place(file, compiled, 'SUBSTR')).toBe('1:19');
  expect(await place(file, compiled, ', c')).toBe('1:28');
});

test('nested braces and templates belong to the expansion', async () => {
  const file =
    'SELECT ${[1, 2].map((n) => `${n} AS c${n} /* } */`).join(", ")},\n  bad ${ {a: {b: "}"}}.a.b }';
  const compiled = 'SELECT 1 AS c1 /* } */, 2 AS c2 /* } */,\n  bad }';
  expect(await place(file, compiled, 'bad')).toBe('2:3');
  expect(await place(file, compiled, 'c2')).toBe('1:8');
});

test('a ${ in a comment is text, in a string it is an expansion', async () => {
  const file = "-- not ${ref('t')}\nSELECT 'it\\'s -- ${f()}', x";
  expect(await place(file, "-- not ${ref('t')}\nSELECT 'it\\'s -- really', x", ', x')).toBe('2:25');
});

test('a file with CRLF line breaks, which Dataform reads as LF', async () => {
  expect(await place('config {\r\n}\r\nSELECT\r\n  nope', '\nSELECT\n  nope', 'nope')).toBe('4:3');
});

test('each statement between --- and each block of operations is a text of its own', async () => {
  const file = 'SELECT 1\n---\nSELECT 2\npre_operations {\n  SELECT 3\n}\n';
  expect(await place(file, 'SELECT 1\n', '1')).toBe('1:8');
  expect(await place(file, '\nSELECT 2\n\n', '2')).toBe('3:8');
  expect(await place(file, '\n  SELECT 3\n', '3')).toBe('5:10');
});

test('a text that the file does not explain, and a file that is not SQLX, give the file alone', async () => {
  await writeFile(join(project, 'a.sqlx'), 'SELECT 1');
  expect(new SourceMap(project).locate('a.sqlx', 'SELECT 2', 7)).toEqual({ file: 'a.sqlx' });
  expect(new SourceMap(project).locate('controls.js', 'SELECT 2', 7)).toEqual({ file: 'controls.js' });
});

test('of a file that is not on disk, the file alone', () => {
  expect(new SourceMap(project).locate('gone.sqlx', 'SELECT 1', 3)).toEqual({ file: 'gone.sqlx' });
});
