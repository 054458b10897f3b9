import { countOf, textOf } from '../report/row_values.ts';
import type { Row } from '../warehouse/values.ts';
import type { Mark, TableDigests, TablesDigests } from './manifest.ts';

/** Rows (bucket, row_count, digest) of one table as a manifest has them; the bucket '' is the whole table. Undefined without it. */
export function tableDigests(parts: readonly Row[]): TableDigests | undefined {
  const whole = parts.find((part) => part.bucket === '');
  if (whole === undefined) return undefined;
  const buckets = parts
    .filter((part) => part !== whole)
    .map((part) => [textOf(part, 'bucket'), textOf(part, 'digest')] as const);
  return {
    rows: countOf(whole, 'row_count'),
    root: textOf(whole, 'digest'),
    buckets: Object.fromEntries(buckets),
  };
}

/** The same of rows that name their table. */
export function digestsByTable(rows: readonly Row[]): TablesDigests {
  const parts = new Map<string, Row[]>();
  for (const row of rows) {
    const table = textOf(row, 'table_name');
    const ofTable = parts.get(table) ?? [];
    ofTable.push(row);
    parts.set(table, ofTable);
  }
  return Object.fromEntries(
    [...parts].flatMap(([table, ofTable]) => {
      const digests = tableDigests(ofTable);
      return digests === undefined ? [] : [[table, digests] as const];
    }),
  );
}

/** Rows of run_marks as a manifest has them. */
export function marksIn(rows: readonly Row[]): Readonly<Record<string, Mark>> {
  return Object.fromEntries(
    rows.map((row) => [
      textOf(row, 'tenant_id'),
      {
        locked_at: textOf(row, 'locked_at'),
        event_sequence: countOf(row, 'event_sequence'),
        event_hash: textOf(row, 'event_hash'),
      },
    ]),
  );
}
