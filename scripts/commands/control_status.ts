import { registry, type Control } from '../../includes/src/controls.ts';
import { letsDependentsRun, type ActionResult } from '../dataform/action_result.ts';
import { CallError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Row } from '../warehouse/values.ts';

/** What a control found. NOT_RUN: the run owes it and nothing says why; VACUOUS: there was nothing to test. */
export type ControlStatus = 'PASS' | 'FAIL' | 'VACUOUS' | 'ERROR' | 'SKIPPED' | 'DISABLED' | 'NOT_RUN';

export interface ControlResult {
  readonly control: Control;
  readonly status: ControlStatus;
  readonly populationCount: bigint | null;
  readonly failureCount: bigint | null;
}

const RED: readonly ControlStatus[] = ['FAIL', 'ERROR', 'SKIPPED', 'NOT_RUN'];

/**
 * The result of every control in the registry: what the graph recorded (control_id, status, population_count,
 * failure_count), and where it recorded nothing, what became of the operation that should have.
 */
export function controlResults(recorded: readonly Row[], actions: readonly ActionResult[]): ControlResult[] {
  return registry.map((control) => {
    const row = recorded.find((candidate) => candidate.control_id === control.id);
    const status = isRecordedStatus(row?.status) ? row.status : unrecordedStatus(control, actions);
    return {
      control,
      status,
      populationCount: count(row?.population_count),
      failureCount: count(row?.failure_count),
    };
  });
}

/** Whether the controls let a run pass: no blocking one is red, and not all of them had nothing to test. */
export function controlsHold(results: readonly ControlResult[]): boolean {
  return !results.some(isRed) && !nothingWasTested(results);
}

/** Whether one control turns a run red. One that had nothing to test doesn't, alone. */
export function isRed({ control, status }: ControlResult): boolean {
  return control.severity === 'blocks' && RED.includes(status);
}

/** A run of all controls without anything to test proves nothing, so it is no success either. */
export function nothingWasTested(results: readonly ControlResult[]): boolean {
  return results.every(({ status }) => status === 'VACUOUS');
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

function isRecordedStatus(status: unknown): status is 'PASS' | 'FAIL' | 'VACUOUS' {
  return status === 'PASS' || status === 'FAIL' || status === 'VACUOUS';
}

function unrecordedStatus(control: Control, actions: readonly ActionResult[]): ControlStatus {
  const action = actions.find((candidate) => candidate.action.name === `record_${control.view}`);
  if (!action || action.status === 'FAIL') return 'NOT_RUN';
  if (action.status === 'DISABLED') return 'DISABLED';
  return letsDependentsRun(action.status) ? 'NOT_RUN' : action.status === 'ERROR' ? 'ERROR' : 'SKIPPED';
}

function count(value: unknown): bigint | null {
  return typeof value === 'bigint' ? value : null;
}
