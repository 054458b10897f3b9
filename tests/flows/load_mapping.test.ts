import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Workplace } from './keyfast_process.ts';

// Each step is a process of its own, and the first one of a changed project translates its SQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workplace: Workplace;

beforeAll(async () => {
  workplace = new Workplace();
  await workplace.keyfast('tenant', 'add', 'acme');
});

afterAll(() => {
  workplace.remove();
});

const mapping = (name: string, ...rows: string[]): string =>
  workplace.file(name, ['business_name,business_id', ...rows, ''].join('\n'));

const load = (...files: string[]): ReturnType<Workplace['json']> =>
  workplace.json('load', 'business-mapping', ...files, '--tenant', 'acme');

/** One story: each test goes on where the one before it ended. */
describe('reference mappings that contradict each other', () => {
  test('a file that claims an id of the file before it is refused at its turn, and the other stays', async () => {
    expect(await load(mapping('one.csv', 'First,S-1'), mapping('two.csv', 'Second,S-1'))).toMatchObject({
      exitCode: 1,
      document: {
        error: {
          exit_code: 1,
          faults: [
            {
              code: 'ID_TAKEN',
              file: 'two.csv',
              message: 'Line 2 carries an id that is another business: S-1',
            },
          ],
          next_step: 'one.csv stays loaded; mend two.csv and load it alone',
        },
      },
    });
  });

  test('mended, it is taken; and until a run assigns it, a name may get another id', async () => {
    expect((await load(mapping('two.csv', 'Second,S-2'))).exitCode).toBe(0);
    expect((await load(mapping('one.csv', 'First,S-9'))).exitCode).toBe(0);
    await workplace.keyfast('run', '--select', '+dim_business_mapping');
    const { document } = await workplace.json('ids', 'explain', 'business', 'First', '--tenant', 'acme');
    expect(document).toMatchObject({ assigned_id: 'S-9', assigned_source: 'CARRIED' });
  });

  test('a date on the wrong side of the one that another file brought is refused, at its turn too', async () => {
    const dated = (name: string, row: string): string =>
      workplace.file(name, `business_name,first_seen_date,last_seen_date\n${row}\n`);
    const [last, first] = [dated('last.csv', 'Fourth,,2020-01-01'), dated('first.csv', 'Fourth,2024-01-01,')];
    expect(await load(last, first)).toMatchObject({
      exitCode: 1,
      document: {
        error: {
          faults: [
            {
              code: 'BEFORE_FIRST',
              file: 'first.csv',
              message: 'Line 2 brings a date that contradicts the one that the mapping has',
            },
          ],
          next_step: 'last.csv stays loaded; mend first.csv and load it alone',
        },
      },
    });
    expect(await load(first)).toMatchObject({
      exitCode: 1,
      document: {
        error: {
          faults: [
            {
              code: 'BEFORE_FIRST',
              file: 'first.csv',
              line: 2,
              column: 'first_seen_date',
              value: '2024-01-01',
              allowed: 'not after 2020-01-01, the last date that the mapping has of it',
            },
          ],
        },
      },
    });
    expect((await load(dated('first.csv', 'Fourth,2024-01-01,2024-12-31'))).exitCode).toBe(0);
  });

  test('an assigned id stays: a file with another is refused whole', async () => {
    const { exitCode, document } = await load(mapping('one.csv', 'Third,S-3', 'First,S-1'));
    expect([exitCode, document]).toMatchObject([
      1,
      {
        error: {
          faults: [
            {
              code: 'ID_DIFFERS',
              file: 'one.csv',
              line: 3,
              column: 'business_id',
              value: 'S-1',
              allowed: 'the id that the name has: S-9',
            },
          ],
        },
      },
    ]);
  });
});
