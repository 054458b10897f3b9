import type { KeyfastError } from '../errors.ts';
import { NEXT_STEPS } from './next_steps.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** What the error itself says, or else its first code that has a step. */
export function nextStep(error: KeyfastError): string | undefined {
  return (
    error.nextStep ??
    error.faults.map((fault) => NEXT_STEPS.get(fault.code)).find((step) => step !== undefined)
  );
}

/** The closing line of a report. */
export function nextText(step: string, style: Style): string {
  return `${style.dim('next:')} ${printable(style.asCalled(step))}\n`;
}
