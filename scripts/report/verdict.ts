import { registry } from '../../includes/src/controls.ts';
import type { Coverage, ReportedControl, Status, Verdict } from './report_document.ts';

type Judged = Pick<ReportedControl, 'control_id' | 'severity' | 'status'>;

const UNPROVED: readonly Status[] = ['ERROR', 'SKIPPED', 'NOT_RUN'];
const TESTED: readonly Status[] = ['PASS', 'FAIL'];
const LISTED = 12;
const OF_OWN_RECORD = registry.filter(({ testsOwnRecord }) => testsOwnRecord).map(({ id }) => id);

export function coverageOf(controls: readonly Judged[]): Coverage {
  const counted = (...statuses: readonly Status[]): number =>
    controls.filter(({ status }) => statuses.includes(status)).length;
  return {
    expected: controls.length,
    evaluated: counted('PASS', 'FAIL', 'VACUOUS'),
    passed: counted('PASS'),
    failed: counted('FAIL'),
    vacuous: counted('VACUOUS'),
    not_run: counted('NOT_RUN'),
    skipped: counted('SKIPPED'),
    error: counted('ERROR'),
    disabled: counted('DISABLED'),
  };
}

/** Only a control that blocks decides; one that reports is named. */
export function verdictOf(controls: readonly Judged[]): Verdict {
  const failed = controls.filter((control) => isRed(control) && control.status === 'FAIL');
  const unproved = controls.filter((control) => isRed(control) && control.status !== 'FAIL');
  const reported = controls.filter(({ severity, status }) => severity === 'reports' && status === 'FAIL');
  const silent = controls.filter(
    ({ severity, status }) => severity === 'reports' && UNPROVED.includes(status),
  );
  const vacuous = controls.filter(({ status }) => status === 'VACUOUS');
  const disabled = controls.filter(({ status }) => status === 'DISABLED');
  const ofOwnRecord = controls.filter(
    ({ control_id, status }) => status === 'PASS' && OF_OWN_RECORD.includes(control_id),
  );
  const sentences = [
    ...told(failed, 'found something that must not be'),
    ...told(unproved, 'left no result, so that what was to be tested isn’t proved'),
    ...told(reported, 'found something for a person to look at, which turns no run red'),
    ...told(silent, 'left no result, which turns no run red'),
    ...told(vacuous, 'had nothing to test, which proves nothing'),
    ...told(disabled, disabled.length === 1 ? 'was switched off' : 'were switched off'),
  ];
  if (!controls.some((control) => TESTED.includes(control.status) && !ofOwnRecord.includes(control))) {
    return {
      outcome: 'NOTHING_TESTED',
      headline: 'Nothing was tested, so nothing is proved',
      sentences: [
        ...sentences,
        ...told(ofOwnRecord, 'tested the project’s own record, which proves nothing of any data'),
      ],
    };
  }
  if (failed.length > 0) {
    return { outcome: 'FAILED', headline: `${controlsInWords(failed.length)} failed`, sentences };
  }
  if (unproved.length > 0) {
    return {
      outcome: 'NOT_PROVED',
      headline: `${controlsInWords(unproved.length)} left no result`,
      sentences,
    };
  }
  return { outcome: 'HOLDS', headline: 'Every blocking control holds', sentences };
}

/** What turns a run red. */
export function isRed({ severity, status }: Pick<Judged, 'severity' | 'status'>): boolean {
  return severity === 'blocks' && (status === 'FAIL' || UNPROVED.includes(status));
}

export function controlsInWords(count: number): string {
  return count === 1 ? '1 control' : `${count.toLocaleString('en-US')} controls`;
}

function told(controls: readonly Judged[], what: string): string[] {
  if (controls.length === 0) return [];
  const ids = controls.slice(0, LISTED).map(({ control_id }) => control_id);
  const more = controls.length > LISTED ? ` and ${controls.length - LISTED} more` : '';
  return [`${controlsInWords(controls.length)} ${what}: ${ids.join(', ')}${more}.`];
}
