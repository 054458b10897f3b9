import type { KeyfastError } from '../errors.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** What to run next after a refusal whose code says enough; an error that brings its own next step knows better. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
  ALIAS_CHAIN: 'keyfast alias list',
  ALIAS_CYCLE: 'keyfast alias list',
  BAD_TENANT_ID: 'keyfast tenant add --help',
  SECOND_OWNER: 'keyfast alias list',
  TENANT_EXISTS: 'keyfast tenant list',
  UNKNOWN_ALIAS: 'keyfast alias list',
  UNKNOWN_NAME: 'keyfast ids explain --help',
  UNKNOWN_TENANT: 'keyfast tenant list, then keyfast tenant add ID',
};

export function nextStep(error: KeyfastError): string | undefined {
  return (
    error.nextStep ?? error.faults.map((fault) => NEXT_STEPS[fault.code]).find((step) => step !== undefined)
  );
}

/** The closing line of a report. */
export function nextText(step: string, style: Style): string {
  return `${style.dim('next:')} ${printable(style.asCalled(step))}\n`;
}
