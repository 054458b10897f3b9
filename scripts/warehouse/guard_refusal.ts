import { CallError, DataError, ExitCode } from '../errors.ts';

/**
 * Every code with which a guard in SQL refuses, and what it makes of the exit code (docs/architecture.md, "The command line"): an argument
 * that is malformed or names what isn't known is a wrong call, wherever that is found out.
 */
export const GUARD_EXIT_CODES: Readonly<
  Record<string, typeof ExitCode.wrongCall | typeof ExitCode.wrongData>
> = {
  ALIAS_CHAIN: ExitCode.wrongData,
  ALIAS_CYCLE: ExitCode.wrongData,
  ALREADY_COMMITTED: ExitCode.wrongData,
  ALREADY_MIGRATED: ExitCode.wrongData,
  ALREADY_ROLLED_BACK: ExitCode.wrongData,
  BAD_DECISION: ExitCode.wrongCall,
  BAD_KIND: ExitCode.wrongCall,
  BAD_NAME: ExitCode.wrongCall,
  BAD_ORG_ID: ExitCode.wrongCall,
  BAD_REFINEMENT: ExitCode.wrongCall,
  BAD_TENANT_ID: ExitCode.wrongCall,
  BEFORE_FIRST: ExitCode.wrongData,
  CHANGESETS_DIFFER: ExitCode.wrongData,
  ID_DIFFERS: ExitCode.wrongData,
  ID_TAKEN: ExitCode.wrongData,
  LEGACY_ENDS_CONTRADICTED: ExitCode.wrongCall,
  LEGACY_ENDS_UNDECIDED: ExitCode.wrongData,
  LINES_LOST: ExitCode.wrongData,
  MIGRATED_CHANGESET: ExitCode.wrongData,
  MISSING_REASON: ExitCode.wrongCall,
  NO_BOOTSTRAP: ExitCode.wrongData,
  NO_MANIFEST: ExitCode.wrongData,
  ORG_CASE: ExitCode.wrongCall,
  OWN_WORK: ExitCode.wrongData,
  PLAN_TAMPERED: ExitCode.wrongData,
  REJECTED_ROWS: ExitCode.wrongData,
  RESERVED_NAME: ExitCode.wrongCall,
  RESULTS_DIFFER: ExitCode.wrongData,
  ROLLBACK_BLOCKED: ExitCode.wrongData,
  ROWS_LOST: ExitCode.wrongData,
  SAME_NAME: ExitCode.wrongCall,
  SECOND_APPROVER: ExitCode.wrongData,
  SECOND_OWNER: ExitCode.wrongData,
  SEPARATOR_IN_KEY: ExitCode.wrongData,
  SIGNED_ALREADY: ExitCode.wrongData,
  STAGED_ROWS_LOST: ExitCode.wrongData,
  STALE_CHAIN: ExitCode.wrongData,
  STALE_MANIFEST: ExitCode.wrongData,
  STALE_PLAN: ExitCode.wrongData,
  TENANT_EXISTS: ExitCode.wrongData,
  UNKNOWN_ALIAS: ExitCode.wrongCall,
  UNKNOWN_CHANGESET: ExitCode.wrongCall,
  UNKNOWN_NAME: ExitCode.wrongCall,
  UNKNOWN_RUN: ExitCode.wrongCall,
  UNKNOWN_TENANT: ExitCode.wrongCall,
  UNREGISTERED_TENANTS: ExitCode.wrongData,
  VERSIONS_TAMPERED: ExitCode.wrongData,
  WINDOWS_DIFFER: ExitCode.wrongData,
  WRITTEN_OTHERWISE: ExitCode.wrongData,
  WRONG_STATUS: ExitCode.wrongData,
};

/** What follows the code: `Not a tenant id; value: Acme; allowed: lower-case letters`. */
const DETAIL = /^(?<message>[^]*?)(?:; value: (?<value>[^]*?))?(?:; allowed: (?<allowed>[^]*))?$/;

/** The error of a guard's `ERROR('[CODE] detail')`, from either engine. */
export function guardRefusal(code: string, detail: string, cause: unknown): CallError | DataError {
  const { message = detail, value, allowed } = DETAIL.exec(detail)?.groups ?? {};
  const fault = {
    code,
    message,
    ...(value !== undefined && { value }),
    ...(allowed !== undefined && { allowed }),
  };
  return GUARD_EXIT_CODES[code] === ExitCode.wrongCall
    ? new CallError(fault, undefined, { cause })
    : new DataError([fault], undefined, { cause });
}
