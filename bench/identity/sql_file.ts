import { readFile } from 'node:fs/promises';

/** DuckDB statements of the bench's own, from `sql/<name>.sql`. */
export function sqlFile(name: string): Promise<string> {
  return readFile(new URL(`sql/${name}.sql`, import.meta.url), 'utf8');
}
