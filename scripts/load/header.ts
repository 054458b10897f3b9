import type { Fault } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { CsvKind } from './csv_kind.ts';

const OTHER_DELIMITERS: Readonly<Record<string, string>> = {
  ';': 'a semicolon (;)',
  '\t': 'a tab',
  '|': 'a bar (|)',
};

type HeaderFault = Omit<Fault, 'location'> & { readonly column?: number };

/** The columns in the order of the file, NULL for one that is passed over, or all that is wrong with the header. */
export type Header =
  | { readonly columns: readonly (string | null)[]; readonly faults: readonly [] }
  | { readonly columns?: never; readonly faults: readonly [HeaderFault, ...HeaderFault[]] };

/** Headers count trimmed and without regard to case; their order is free. */
export function judgeHeader(cells: readonly string[], kind: CsvKind, mostColumns: number): Header {
  const refusal = wholeHeaderFault(cells, kind, mostColumns);
  if (refusal) return { faults: [refusal] };
  const columns = cells.map((cell) => cell.trim().toLowerCase());
  const missing = kind.required.filter((name) => !columns.includes(name));
  const [first, ...others]: HeaderFault[] = [
    ...columns.flatMap((_, index) => columnFault(columns, index, cells[index] ?? '', kind) ?? []),
    ...missing.map((name) => ({
      code: 'MISSING_HEADER',
      message: `The required column ${name} is missing`,
      allowed: allowedHeaders(kind),
    })),
  ];
  if (first) return { faults: [first, ...others] };
  return { columns: columns.map((name) => (isIgnored(name, kind) ? null : name)), faults: [] };
}

/** What makes every column wrong at once is one fault, not one a column. */
function wholeHeaderFault(
  cells: readonly string[],
  kind: CsvKind,
  mostColumns: number,
): HeaderFault | undefined {
  const [only = ''] = cells;
  const delimiter = Object.keys(OTHER_DELIMITERS).find((candidate) => only.includes(candidate));
  if (cells.length === 1 && delimiter !== undefined) return wrongDelimiter(delimiter, only);
  if (cells.length > mostColumns) {
    return {
      code: 'TOO_MANY_COLUMNS',
      message: `The header has ${cells.length} columns`,
      allowed: `at most ${mostColumns}`,
    };
  }
  const known = [...kind.required, ...kind.optional, ...kind.reserved];
  if (!cells.some((cell) => nearest(cell.trim(), known))) {
    return {
      code: 'NO_HEADER',
      message: 'The first line is not a header of this kind of file',
      value: cells.join(','),
      allowed: allowedHeaders(kind),
    };
  }
  return undefined;
}

/** The fault of a header whose columns are separated by this character; undefined when nobody separates columns by it. */
export function wrongDelimiter(character: string, header: string): HeaderFault | undefined {
  const words = OTHER_DELIMITERS[character];
  if (words === undefined) return undefined;
  return {
    code: 'WRONG_DELIMITER',
    message: `The columns are separated by ${words}`,
    value: header,
    allowed: 'a comma',
  };
}

function columnFault(
  columns: readonly string[],
  index: number,
  value: string,
  kind: CsvKind,
): HeaderFault | undefined {
  const name = columns[index] ?? '';
  const column = index + 1;
  if (name === '') {
    return {
      code: 'EMPTY_HEADER',
      message: `Column ${column} has no header`,
      column,
      allowed: allowedHeaders(kind),
    };
  }
  if (isIgnored(name, kind)) return undefined;
  if (columns.indexOf(name) < index) {
    const message = `The column ${name} is there twice, as column ${columns.indexOf(name) + 1} and ${column}`;
    return { code: 'DUPLICATE_HEADER', message, column, value, allowed: 'each column once' };
  }
  const known = [...kind.required, ...kind.optional];
  if (known.includes(name)) return undefined;
  if (kind.reserved.includes(name)) {
    const message = `The column ${name} is set by the load: leave it out of the file`;
    return { code: 'RESERVED_HEADER', message, column, value, allowed: allowedHeaders(kind) };
  }
  const suggestion = nearest(name, known);
  return {
    code: 'UNKNOWN_HEADER',
    message: suggestion ? `Unknown column; did you mean ${suggestion}?` : 'Unknown column',
    column,
    value,
    allowed: allowedHeaders(kind),
  };
}

function isIgnored(name: string, { ignoredPrefix }: CsvKind): boolean {
  return ignoredPrefix !== undefined && name.startsWith(ignoredPrefix);
}

function allowedHeaders(kind: CsvKind): string {
  return `${kind.required.join(', ')}; optional: ${kind.optional.join(', ')}`;
}
