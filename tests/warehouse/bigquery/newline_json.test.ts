import { expect, it } from 'vitest';
import { newlineJson } from '../../../scripts/warehouse/bigquery/newline_json.ts';

it('writes a row as one line, exact numbers as text, NULLs left out', () => {
  const row = {
    id: 9007199254740993n,
    amount: '-12.5',
    rate: 0.5,
    ratio: NaN,
    note: 'a\nb "c"',
    missing: null,
    tags: ['x', ''],
    digest: new Uint8Array([0, 255]),
    payee: { name: 'Ann', number: null },
  };

  expect(newlineJson(row)).toBe(
    '{"id":"9007199254740993","amount":"-12.5","rate":0.5,"ratio":"NaN","note":"a\\nb \\"c\\"","tags":["x",""],' +
      '"digest":"AP8=","payee":{"name":"Ann"}}\n',
  );
});
