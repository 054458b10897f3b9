import type { Fault } from '../errors.ts';
import type { Row } from '../warehouse/values.ts';
import { text } from './changeset.ts';

/** An issue of a changeset (source_row, column_name, code, message, value, allowed) as a fault of its file. */
export function issueFault(issue: Row, file: string): Fault {
  const { source_row, column_name, value, allowed } = issue;
  return {
    code: text(issue, 'code'),
    message: text(issue, 'message'),
    location: {
      file,
      line: Number(source_row),
      ...(typeof column_name === 'string' && { column: column_name }),
    },
    ...(typeof value === 'string' && { value }),
    ...(typeof allowed === 'string' && { allowed }),
  };
}
