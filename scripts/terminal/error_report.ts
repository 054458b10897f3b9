import { ExitCode, KeyfastError, type Fault, type Location } from '../errors.ts';
import type { JsonDocument } from './json_document.ts';
import { nextStep, nextText } from './next_step.ts';
import { printable, quoted } from './printable.ts';
import type { Style } from './style.ts';

/** An error as it leaves the command: for people, for programs, and for the shell. */
export interface ErrorReport {
  readonly exitCode: number;
  readonly document: JsonDocument;
  text(style: Style): string;
}

export function errorReport(error: unknown): ErrorReport {
  const known = error instanceof KeyfastError ? error : unexpected(error);
  const next = nextStep(known);
  return {
    exitCode: known.exitCode,
    document: {
      error: {
        exit_code: known.exitCode,
        faults: known.faults.map(faultDocument),
        ...(known.summary !== undefined && { summary: known.summary }),
        next_step: next ?? null,
      },
    },
    text: (style) =>
      [
        ...known.faults.map((fault) => faultText(fault, style)),
        ...(known.summary === undefined ? [] : [`${printable(known.summary)}\n`]),
        ...(next === undefined ? [] : [nextText(next, style)]),
      ].join(''),
  };
}

/** A defect of ours: a person gets one line, and whoever looks into it the rest. */
function unexpected(error: unknown): KeyfastError {
  const message = error instanceof Error ? error.message : String(error);
  const fault = { code: 'UNEXPECTED', message: `Unexpected error: ${message.split('\n')[0] ?? ''}` };
  return new KeyfastError(
    ExitCode.warehouseFailed,
    [fault],
    'run it again with KEYFAST_DEBUG=1 to see where it comes from',
    { cause: error },
  );
}

export function faultDocument({ code, message, location, value, allowed }: Fault): JsonDocument {
  return {
    code,
    message,
    file: location?.file ?? null,
    line: location?.line ?? null,
    column: location?.column ?? null,
    value: value ?? null,
    allowed: allowed ?? null,
  };
}

export function faultText({ code, message, location, value, allowed }: Fault, style: Style): string {
  const place = location ? `${style.bold(printable(placeOf(location)))} ` : '';
  return [
    `${style.red('error')} ${place}${printable(message)} ${style.dim(`[${code}]`)}\n`,
    value === undefined ? '' : `      value:   ${quoted(value)}\n`,
    allowed === undefined ? '' : `      allowed: ${printable(style.asCalled(allowed))}\n`,
  ].join('');
}

function placeOf({ file, line, column }: Location): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
