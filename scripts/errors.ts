/** Exit codes of every command (docs/architecture.md, "The command line"). */
export const ExitCode = {
  done: 0,
  /** The data is wrong: a bad file, a guard that refused what is there, a control that failed. */
  wrongData: 1,
  /** The call is wrong: an argument is missing, malformed, or names what isn't known: an option, a file, a tenant. */
  wrongCall: 2,
  /** The warehouse failed: it can't be opened or reached, or it broke off. */
  warehouseFailed: 3,
  /** A person broke it off: 128 and the number of SIGINT, as shells expect. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/**
 * Where a fault stands. A line is the physical line of the file, from 1. A column is the name of the one that the cell belongs to; of a
 * header, and of a cell that belongs to no column of ours, it is the number of the cell in its row, from 1.
 */
export interface Location {
  readonly file: string;
  readonly line?: number;
  readonly column?: number | string;
}

/** One fault, as a person needs it: what, where, what is allowed, and what to do next. */
export interface Fault {
  /** Stable, upper case with underscores: `BAD_NUMBER`, `UNKNOWN_TENANT`. */
  readonly code: string;
  readonly message: string;
  readonly location?: Location;
  /** The offending value, verbatim (printing shortens and escapes it). */
  readonly value?: string;
  readonly allowed?: string;
}

export interface KeyfastErrorOptions extends ErrorOptions {
  /** One line on all faults together: how many there are, and what it means. */
  readonly summary?: string;
}

/**
 * An error that is meant for a person: never printed with a stack trace. It carries every fault that was found,
 * not the first, and the next command to run when there is one.
 */
export class KeyfastError extends Error {
  override readonly name: string = 'KeyfastError';
  readonly summary: string | undefined;

  constructor(
    readonly exitCode: ExitCode,
    readonly faults: readonly [Fault, ...Fault[]],
    readonly nextStep?: string,
    options?: KeyfastErrorOptions,
  ) {
    super(faults.map((fault) => `[${fault.code}] ${fault.message}`).join('\n'), options);
    this.summary = options?.summary;
  }
}

/** The data is wrong (exit 1). */
export class DataError extends KeyfastError {
  override readonly name = 'DataError';
  constructor(faults: readonly [Fault, ...Fault[]], nextStep?: string, options?: KeyfastErrorOptions) {
    super(ExitCode.wrongData, faults, nextStep, options);
  }
}

/** The call is wrong (exit 2). */
export class CallError extends KeyfastError {
  override readonly name = 'CallError';
  constructor(fault: Fault, nextStep?: string, options?: KeyfastErrorOptions) {
    super(ExitCode.wrongCall, [fault], nextStep, options);
  }
}

/** The warehouse failed (exit 3). */
export class WarehouseError extends KeyfastError {
  override readonly name = 'WarehouseError';
  constructor(fault: Fault, nextStep?: string, options?: KeyfastErrorOptions) {
    super(ExitCode.warehouseFailed, [fault], nextStep, options);
  }
}
