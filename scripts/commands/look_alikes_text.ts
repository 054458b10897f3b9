import { quoted } from '../terminal/printable.ts';
import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';
import type { ResultSet, Row, Value } from '../warehouse/values.ts';

const REASONS: Readonly<Record<string, string>> = {
  SAME_SKELETON: 'alike but for accents, punctuation and legal suffixes',
  FEW_EDITS: 'a letter or two apart',
};

/** As many of the rows that `list_lookalikes` gave, a line each; what was left out stands in the last line. */
export function lookAlikesText(
  { rows }: ResultSet,
  style: Style,
  { lines = rows.length, rest }: { lines?: number; rest: string },
): string {
  const table = tableText(
    rows.slice(0, lines),
    [
      { heading: 'tenant', cell: (row) => row.tenant_id ?? null },
      { heading: 'kind', cell: (row) => row.kind ?? null },
      { heading: 'one', cell: (row) => row.normalized_name ?? null },
      { heading: 'other', cell: otherNames },
      { heading: 'why', cell: reason },
    ],
    style,
  );
  const found = rows[0]?.found_count;
  const more = (typeof found === 'bigint' ? Number(found) : rows.length) - Math.min(lines, rows.length);
  return more > 0 ? `${table}  and ${more.toLocaleString('en-US')} more: ${rest}\n` : table;
}

function otherNames(row: Row): string {
  const names = Array.isArray(row.normalized_names)
    ? (row.normalized_names as readonly Value[]).map(text)
    : [];
  const unnamed = Number(row.identity_count) - names.length;
  return [
    ...names.slice(1).map((name) => (names.length > 2 ? quoted(name) : name)),
    ...(unnamed > 0 ? [`${unnamed.toLocaleString('en-US')} more`] : []),
  ].join(', ');
}

function reason(row: Row): string {
  const shared = quoted(text(row.shared_letters));
  return REASONS[text(row.resemblance)] ?? `too many share ${shared} to compare them: look yourself`;
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
