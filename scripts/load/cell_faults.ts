import type { Fault } from '../errors.ts';
import { NAME_FAULT_WORDS } from '../name_fault_words.ts';
import type { Row } from '../warehouse/values.ts';
import type { CellLines } from './cell_lines.ts';

/** What the faults that the `check_…_load` procedures find mean to a person. */
const MESSAGES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(NAME_FAULT_WORDS).map(([code, words]) => [code, `The name ${words}`])),
  BAD_DATE: 'Not a date',
  BAD_FLAG: 'Neither true nor false',
  BAD_ID: 'Not an id',
  BAD_NUMBER: 'Not a number that is allowed here',
  BAD_PERIOD: 'Not a period',
  BEFORE_FIRST: 'The last date is before the first',
  CYCLE: 'The way up from the agent comes back to it',
  DIFFERS_IN_CASE: 'The id is written in another case before',
  DUPLICATE_ID: 'The id stands in the file twice',
  DUPLICATE_NAME: 'The name stands in the file twice',
  DUPLICATE_ROW: 'The row stands in the file twice',
  FOREIGN_TENANT: 'The row is of another tenant than the load',
  ID_DIFFERS: 'The name has another id already; an assigned id never changes',
  ID_TAKEN: 'The id belongs to another name',
  MISSING_PERIOD: 'The row has no period',
  MISSING_VALUE: 'The value is missing',
  NOT_AFTER_START: 'The end is not after the start',
  OTHER_NORMALIZED_NAME: 'Not the normalised form of the name',
  OTHER_PERIOD: 'The row is of another period than the load',
  OVERLAP: 'The window overlaps the next one of the agent',
  OWN_PARENT: 'The agent is its own parent',
  RESERVED_ID: 'The id is a key that Keyfast gives, or would be read as one',
};

/**
 * A row of a `check_…_load` procedure (source_row, column_name, code, value, allowed) as a fault of the file, on the line that
 * the cell begins on: the row's own, unless `lines` knows better.
 */
export function cellFault(file: string, row: Row, lines?: CellLines): Fault {
  const { source_row, column_name, code, value, allowed } = row;
  if (typeof source_row !== 'bigint' || typeof column_name !== 'string' || typeof code !== 'string') {
    throw new TypeError('A check of a load gives source_row, column_name and code with every fault');
  }
  const line = Number(source_row);
  return {
    code,
    message: MESSAGES[code] ?? 'The value is not allowed here',
    location: { file, line: lines?.get(line)?.get(column_name) ?? line, column: column_name },
    ...(typeof value === 'string' && { value }),
    ...(typeof allowed === 'string' && { allowed }),
  };
}
