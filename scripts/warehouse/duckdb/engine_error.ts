import { type KeyfastError, type Location, WarehouseError } from '../../errors.ts';
import { guardRefusal } from '../guard_refusal.ts';

/** A guard's `ERROR('[CODE] detail')`, as DuckDB reports it. */
const GUARD = /^Invalid Input Error: \[(?<code>[A-Z][A-Z0-9_]*)\] ?(?<detail>[\s\S]*)$/;
/** DuckDB puts its own kind before each message, and a piece of the generated SQL or a setting of its own behind some. */
const KIND = /^[A-Z][\w ]* Error: /;
const ADVICE = /\n\n(?:LINE \d+: |Use "SET )[\s\S]*$/;

/** DuckDB's error for a person: a guard's refusal, or a failure at the place of the statement. */
export function engineError(error: unknown, location: Location | undefined): KeyfastError {
  const message = error instanceof Error ? error.message : String(error);
  const guard = GUARD.exec(message)?.groups;
  if (guard?.code !== undefined) {
    return guardRefusal(guard.code, guard.detail ?? '', error);
  }
  const text = message.replace(KIND, '').replace(ADVICE, '');
  if (message.startsWith('Out of Memory Error: ')) return outOfMemory(text, location, error);
  const fault = { code: 'DUCKDB_FAILED', message: text, ...(location && { location }) };
  return new WarehouseError(fault, undefined, { cause: error });
}

/** Some joins have to stand in memory whole. The next step is that of OUT_OF_MEMORY. */
function outOfMemory(text: string, location: Location | undefined, cause: unknown): WarehouseError {
  const message = `DuckDB has too little memory for it: ${text}`;
  return new WarehouseError({ code: 'OUT_OF_MEMORY', message, ...(location && { location }) }, undefined, {
    cause,
  });
}
