import { afterEach, expect, test, vi } from 'vitest';
import { requiresSecondApprover } from '../../includes/src/changeset_steps.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function compiledWith(requireSecondApprover?: string): string {
  const vars = requireSecondApprover === undefined ? {} : { requireSecondApprover };
  vi.stubGlobal('dataform', { projectConfig: { vars } });
  return requiresSecondApprover();
}

test('vars.requireSecondApprover is true or false, and nothing else compiles: four eyes don’t end with a slip', () => {
  expect(compiledWith('true')).toBe('TRUE');
  expect(compiledWith('false')).toBe('FALSE');
  for (const slip of ['TRUE', 'yes', '1', '', ' true', undefined])
    expect(() => compiledWith(slip)).toThrow('vars.requireSecondApprover is "true" or "false"');
});
