import { describe, expect, test } from 'vitest';
import { registry } from '../../includes/src/controls.ts';
import { controlById, controlResults, controlsHold } from '../../scripts/commands/control_status.ts';
import type { Row } from '../../scripts/warehouse/values.ts';

const BLOCKING = registry.find((control) => control.severity === 'blocks')!;
const REPORTING = registry.find((control) => control.severity === 'reports')!;

function recorded(statuses: Readonly<Record<string, string>>): Row[] {
  return registry.map((control) => ({
    control_id: control.id,
    status: statuses[control.id] ?? 'PASS',
    population_count: 5n,
    failure_count: 0n,
  }));
}

describe('controlResults', () => {
  test.each(['PASS', 'FAIL', 'VACUOUS', 'ERROR', 'SKIPPED', 'DISABLED', 'NOT_RUN'])(
    'takes what the run has of it: %s',
    (status) => {
      expect(controlResults(recorded({ [BLOCKING.id]: status }))[0]).toEqual({
        control: BLOCKING,
        status,
        reason: null,
        populationCount: 5n,
        failureCount: 0n,
        isCut: false,
      });
    },
  );

  test('says why there is no result, and that keys are lacking', () => {
    const rows = [
      { control_id: '1', status: 'SKIPPED', reason: 'it needs x, which failed or was skipped' },
      { control_id: '2', status: 'FAIL', population_count: 9n, failure_count: 7n, is_cut: true },
    ];
    expect(controlResults(rows).slice(0, 2)).toMatchObject([
      {
        reason: 'it needs x, which failed or was skipped',
        populationCount: null,
        failureCount: null,
        isCut: false,
      },
      { reason: null, populationCount: 9n, failureCount: 7n, isCut: true },
    ]);
  });

  test('what the run did not expect is NOT_RUN, and so is what nobody understands', () => {
    expect(new Set(controlResults([]).map(({ status }) => status))).toEqual(new Set(['NOT_RUN']));
    expect(controlResults([{ control_id: '1', status: 'GREEN' }])[0]?.status).toBe('NOT_RUN');
  });
});

describe('controlsHold', () => {
  const hold = (statuses: Readonly<Record<string, string>>): boolean =>
    controlsHold(controlResults(recorded(statuses)));

  test.each(['FAIL', 'ERROR', 'SKIPPED', 'NOT_RUN'])(
    'a blocking control that is %s turns it red',
    (status) => {
      expect(hold({ [BLOCKING.id]: status })).toBe(false);
    },
  );

  test('a reporting control never does', () => {
    expect(hold({ [REPORTING.id]: 'FAIL' })).toBe(true);
  });

  test('some controls may have nothing to test, but not all', () => {
    expect(hold({ [BLOCKING.id]: 'VACUOUS' })).toBe(true);
    const allVacuous = Object.fromEntries(registry.map((control) => [control.id, 'VACUOUS']));
    expect(hold(allVacuous)).toBe(false);
    expect(hold({ ...allVacuous, '4': 'PASS' })).toBe(true);
  });

  test('the project’s own record is nothing to test: making a report leaves an event', () => {
    const allVacuous = Object.fromEntries(registry.map((control) => [control.id, 'VACUOUS']));
    expect(hold({ ...allVacuous, AUDIT_CHAIN: 'PASS' })).toBe(false);
  });
});

describe('controlById', () => {
  test('knows an id in any case', () => {
    expect(controlById('a').title).toBe('No tenant sees the key of another');
  });

  test('names the nearest of an unknown one', () => {
    expect(() => controlById('LEDGR')).toThrow('[UNKNOWN_CONTROL] There is no such control');
    expect(() => controlById('LEDGR')).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ allowed: 'LEDGER' })] }),
    );
  });
});
