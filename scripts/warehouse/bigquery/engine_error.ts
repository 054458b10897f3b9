import { type KeyfastError, type Location, WarehouseError } from '../../errors.ts';
import { guardRefusal } from '../guard_refusal.ts';

/** A guard's `ERROR('[CODE] detail')`, wherever BigQuery puts it in its message. */
const GUARD = /\[(?<code>[A-Z][A-Z0-9_]*)\] ?(?<detail>[\s\S]*)/;
/** Where BigQuery says the fault stands in the script that it was sent: `… at [12:3]`. */
const POSITION = /\s*at \[(?<line>\d+):(?<column>\d+)\]\s*$/;
const ABORTED = /transaction is aborted due to concurrent update|could not serialize access/i;
const BAD_REQUEST = 400;

/** What the client throws for a refused request or a failed job. */
interface ApiError extends Error {
  readonly code?: number | string;
  readonly errors?: readonly { readonly message?: string }[];
}

export interface ScriptPosition {
  readonly line: number;
  readonly column: number;
}

/** Another transaction wrote to the same table first: nothing was written, and the whole script may run again. */
export function isAbortedTransaction(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as ApiError;
  // A job that failed carries no HTTP status, only its message.
  return (code === undefined || Number(code) === BAD_REQUEST) && ABORTED.test(engineMessage(error));
}

/** The error for a person. `locate` finds the place in the `.sqlx` file of a position in the script, if there is one. */
export function engineError(
  error: unknown,
  locate: (position: ScriptPosition | undefined) => Location | undefined,
): KeyfastError {
  const message = engineMessage(error);
  const text = message.replace(POSITION, '');
  if (isAbortedTransaction(error)) {
    const fault = {
      code: 'TRANSACTION_ABORTED',
      message: `Another transaction was faster each time, and nothing was written: ${text}`,
      allowed: 'one writer of a table at a time',
    };
    return new WarehouseError(fault, undefined, { cause: error });
  }
  const guard = GUARD.exec(text)?.groups;
  if (guard?.code !== undefined) {
    return guardRefusal(guard.code, guard.detail ?? '', error);
  }
  const position = POSITION.exec(message)?.groups;
  const location = locate(position && { line: Number(position.line), column: Number(position.column) });
  const fault = { code: 'BIGQUERY_FAILED', message: text, ...(location && { location }) };
  return new WarehouseError(fault, undefined, { cause: error });
}

/** The first message of several: the client joins them into a list with a heading of its own. */
function engineMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error as ApiError).errors?.[0]?.message ?? error.message;
}
