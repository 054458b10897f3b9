import { expect, test } from 'vitest';
import type { ReportedControl, Status } from '../../scripts/report/report_document.ts';
import { coverageOf, verdictOf } from '../../scripts/report/verdict.ts';

type Judged = Pick<ReportedControl, 'control_id' | 'severity' | 'status'>;

/** `7 FAIL`, or `QUARANTINE FAIL reports`. */
function controls(...lines: readonly string[]): Judged[] {
  return lines.map((line) => {
    const [control_id = '', status, severity = 'blocks'] = line.split(' ');
    return { control_id, status: status as Status, severity: severity as Judged['severity'] };
  });
}

test('a control that blocks and failed decides', () => {
  expect(verdictOf(controls('1 PASS', '7 FAIL', '8 NOT_RUN'))).toEqual({
    outcome: 'FAILED',
    headline: '1 control failed',
    sentences: [
      '1 control found something that must not be: 7.',
      '1 control left no result, so that what was to be tested isn’t proved: 8.',
    ],
  });
});

test.each(['ERROR', 'SKIPPED', 'NOT_RUN'])('a control that blocks and is %s leaves it open', (status) => {
  expect(verdictOf(controls('1 PASS', `7 ${status}`, `8 ${status}`))).toMatchObject({
    outcome: 'NOT_PROVED',
    headline: '2 controls left no result',
  });
});

test('one that only reports is named and decides nothing', () => {
  expect(verdictOf(controls('1 PASS', 'QUARANTINE FAIL reports', 'DRIFT NOT_RUN reports'))).toEqual({
    outcome: 'HOLDS',
    headline: 'Every blocking control holds',
    sentences: [
      '1 control found something for a person to look at, which turns no run red: QUARANTINE.',
      '1 control left no result, which turns no run red: DRIFT.',
    ],
  });
});

test('where nothing was tested nothing is proved, whatever else is said', () => {
  expect(verdictOf(controls('1 VACUOUS', '2 VACUOUS'))).toMatchObject({
    outcome: 'NOTHING_TESTED',
    headline: 'Nothing was tested, so nothing is proved',
  });
  expect(verdictOf(controls('1 VACUOUS', '2 NOT_RUN')).outcome).toBe('NOTHING_TESTED');
  expect(verdictOf(controls('1 VACUOUS', 'AUDIT_CHAIN PASS'))).toMatchObject({
    outcome: 'NOTHING_TESTED',
    sentences: [
      '1 control had nothing to test, which proves nothing: 1.',
      '1 control tested the project’s own record, which proves nothing of any data: AUDIT_CHAIN.',
    ],
  });
  expect(verdictOf(controls('1 VACUOUS', 'AUDIT_CHAIN FAIL')).outcome).toBe('FAILED');
  expect(verdictOf([]).outcome).toBe('NOTHING_TESTED');
  expect(verdictOf(controls('1 VACUOUS', '2 PASS')).outcome).toBe('HOLDS');
});

test('a long list is cut, and says so', () => {
  const many = Array.from({ length: 14 }, (_, index) => `${index + 1} FAIL`);
  expect(verdictOf(controls(...many)).sentences).toEqual([
    '14 controls found something that must not be: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more.',
  ]);
});

test('coverage counts each status once', () => {
  expect(
    coverageOf(
      controls('1 PASS', '2 PASS', '3 FAIL', '4 VACUOUS', '5 NOT_RUN', '6 SKIPPED', '7 ERROR', '8 DISABLED'),
    ),
  ).toEqual({
    expected: 8,
    evaluated: 4,
    passed: 2,
    failed: 1,
    vacuous: 1,
    not_run: 1,
    skipped: 1,
    error: 1,
    disabled: 1,
  });
});
