import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { registry } from '../../includes/src/controls.ts';
import { MASKED } from '../../scripts/report/masking.ts';
import { PLANTED_FAULTS } from '../controls/planted_faults.ts';
import { SMALL_FILES } from '../fixtures/warehouse/small_warehouse.ts';

/** Every business and agent of the small warehouse's files, the agents that are imported, and the names that a fault brings. */
const NAMES = [
  ...SMALL_FILES.flatMap(({ lines }) => {
    const rows: Record<string, string>[] = parse([...lines].join('\n'), { columns: true });
    return rows.flatMap(({ business_name, agent_name }) => [business_name ?? '', agent_name ?? '']);
  }),
  ...['Jo Doe', 'Mia Stake', 'New Inc', 'Newer Inc', 'Ghost Inc'],
]
  .map((name) => name.trim().replace(/\s+/g, ' ').toUpperCase())
  .filter((name) => name !== '' && name !== 'OWNER');

// What the controls say of the planted faults, word for word: tests/controls/mutations.test.ts holds them to it.
const FAILURES = registry.flatMap(({ id, keysArePersonal }) =>
  (PLANTED_FAULTS[id] ?? []).flatMap(({ failures }) =>
    failures.map(([, key, issue]) => ({ id, keysArePersonal, key, issue })),
  ),
);

test('the names are those of the files', () => {
  expect(NAMES).toContain('TELEDATA CONTRACTORS INC');
  expect(NAMES).toContain('J. DOE');
});

test.each(registry.map(({ id }) => id))('no name stands unmasked in what control %s says', (id) => {
  const masked = FAILURES.filter((failure) => failure.id === id).flatMap(
    ({ keysArePersonal, key, issue }) => [MASKED.failingKey(key, keysArePersonal), MASKED.description(issue)],
  );

  expect(masked).not.toEqual([]);
  for (const text of masked) {
    const words = text.replace(/\s+/g, ' ').toUpperCase();
    expect(
      NAMES.filter((name) => words.includes(name)),
      text,
    ).toEqual([]);
    expect(text).not.toMatch(/\w@/);
  }
});
