import { readFile } from 'node:fs/promises';

/** DuckDB statements of a bench's own, from its `sql/<name>.sql`. */
export function sqlFile(bench: 'identity' | 'changeset', name: string): Promise<string> {
  return readFile(new URL(`${bench}/sql/${name}.sql`, import.meta.url), 'utf8');
}
