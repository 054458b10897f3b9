import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { DataError } from '../errors.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** What a CSV may hold at most, so that memory stays bounded whatever is sent. Documented in docs/architecture.md. */
export interface Limits {
  readonly fileBytes: number;
  /** The raw text of one row, line breaks inside quotes included. */
  readonly rowBytes: number;
  readonly cellBytes: number;
  /** Of the header and of any row. */
  readonly columns: number;
  /** As many faults as a person can use: a file of a million bad rows must not fill the memory or the screen. All are counted. */
  readonly faultsKept: number;
}

export const DEFAULT_LIMITS: Limits = {
  fileBytes: 4 * GIB,
  rowBytes: 16 * MIB,
  cellBytes: MIB,
  columns: 1000,
  faultsKept: 1000,
};

const VARS: Readonly<Record<keyof Limits, string>> = {
  fileBytes: 'maximumFileBytes',
  rowBytes: 'maximumRowBytes',
  cellBytes: 'maximumCellBytes',
  columns: 'maximumColumns',
  faultsKept: 'maximumFaultsKept',
};

/**
 * The limits that `vars` of dataform.json set, the default where one isn't set.
 *
 * @throws DataError for one that is no whole number from 1 on.
 */
export function limitsOf({ projectConfig }: CompiledGraph): Limits {
  const vars = projectConfig.vars ?? {};
  const limits = Object.entries(VARS).map(([limit, name]): [string, number] => {
    const text = vars[name] ?? String(DEFAULT_LIMITS[limit as keyof Limits]);
    if (!/^[1-9]\d{0,14}$/.test(text)) throw badLimit(name, text);
    return [limit, Number(text)];
  });
  return Object.fromEntries(limits) as Record<keyof Limits, number>;
}

function badLimit(name: string, value: string): DataError {
  const message = `vars.${name} is not a limit`;
  return new DataError([
    {
      code: 'BAD_LIMIT',
      message,
      location: { file: 'dataform.json' },
      value,
      allowed: 'a whole number, 1 or more',
    },
  ]);
}

export function inWords(bytes: number): string {
  if (bytes % GIB === 0) return `${bytes / GIB} GiB`;
  return bytes % MIB === 0 ? `${bytes / MIB} MiB` : `${bytes.toLocaleString('en-US')} bytes`;
}
