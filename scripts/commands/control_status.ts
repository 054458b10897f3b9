import { registry, type Control } from '../../includes/src/controls.ts';
import { CallError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Row } from '../warehouse/values.ts';

const STATUSES = ['PASS', 'FAIL', 'VACUOUS', 'ERROR', 'SKIPPED', 'DISABLED', 'NOT_RUN'] as const;

/** What a control found. NOT_RUN: the run owes it and nothing says why; VACUOUS: there was nothing to test. */
export type ControlStatus = (typeof STATUSES)[number];

export interface ControlResult {
  readonly control: Control;
  readonly status: ControlStatus;
  /** Why there is no result, where somebody saw it. */
  readonly reason: string | null;
  readonly populationCount: bigint | null;
  readonly failureCount: bigint | null;
  /** Whether more keys fail than are kept. */
  readonly isCut: boolean;
}

const RED: readonly ControlStatus[] = ['FAIL', 'ERROR', 'SKIPPED', 'NOT_RUN'];

/**
 * The result of every control in the registry, by the rows of `list_control_results`; one that the run didn't expect left
 * nothing either.
 */
export function controlResults(recorded: readonly Row[]): ControlResult[] {
  return registry.map((control) => {
    const row = recorded.find((candidate) => candidate.control_id === control.id);
    return {
      control,
      status: isStatus(row?.status) ? row.status : 'NOT_RUN',
      reason: typeof row?.reason === 'string' ? row.reason : null,
      populationCount: count(row?.population_count),
      failureCount: count(row?.failure_count),
      isCut: row?.is_cut === true,
    };
  });
}

/** Whether the controls let a run pass: no blocking one is red, and some data was there to test. */
export function controlsHold(results: readonly ControlResult[]): boolean {
  return !results.some(isRed) && !nothingWasTested(results);
}

/** Whether one control turns a run red. One that had nothing to test doesn't, alone. */
export function isRed({ control, status }: ControlResult): boolean {
  return control.severity === 'blocks' && RED.includes(status);
}

/** A run of all controls without anything to test but our own record proves nothing, so it is no success either. */
export function nothingWasTested(results: readonly ControlResult[]): boolean {
  return results.every(
    ({ control, status }) => status === 'VACUOUS' || (status === 'PASS' && control.testsOwnRecord),
  );
}

/** @throws CallError for an id that isn't in the registry, naming the nearest. */
export function controlById(id: string): Control {
  const control = registry.find((candidate) => candidate.id === id.toUpperCase());
  if (control) return control;
  const ids = registry.map((candidate) => candidate.id);
  throw new CallError(
    {
      code: 'UNKNOWN_CONTROL',
      message: 'There is no such control',
      value: id,
      allowed: nearest(id, ids) ?? ids.join(', '),
    },
    'keyfast controls',
  );
}

function isStatus(status: unknown): status is ControlStatus {
  return STATUSES.some((known) => known === status);
}

function count(value: unknown): bigint | null {
  return typeof value === 'bigint' ? value : null;
}
