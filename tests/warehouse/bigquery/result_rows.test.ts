import { describe, expect, it } from 'vitest';
import { resultSet, type WireRow } from '../../../scripts/warehouse/bigquery/result_rows.ts';

describe('rows off the wire', () => {
  it.each<[string, string, unknown]>([
    ['BOOLEAN', 'false', false],
    ['INTEGER', '9223372036854775807', 9223372036854775807n],
    ['FLOAT', '-Infinity', -Infinity],
    ['FLOAT', 'NaN', NaN],
    ['NUMERIC', '-12.5', '-12.5'],
    ['STRING', '', ''],
    ['BYTES', 'AP9B', new Uint8Array([0, 255, 65])],
    ['DATE', '0001-01-01', '0001-01-01'],
    ['TIMESTAMP', '0', '1970-01-01T00:00:00.000000Z'],
    ['TIMESTAMP', '-1', '1969-12-31T23:59:59.999999Z'],
    ['TIMESTAMP', '253402300799999999', '9999-12-31T23:59:59.999999Z'],
    ['TIMESTAMP', '-62135596800000000', '0001-01-01T00:00:00.000000Z'],
  ])('%s %s', (type, v, expected) => {
    expect(resultSet([{ name: 'v', type }], [{ f: [{ v }] }]).rows).toEqual([{ v: expected }]);
  });

  it('keep their shape: lists of rows of lists, with NULLs', () => {
    const fields = [
      {
        name: 'agents',
        type: 'RECORD',
        mode: 'REPEATED',
        fields: [
          { name: 'agent_key', type: 'STRING' },
          { name: 'upstream_agent_ids', type: 'STRING', mode: 'REPEATED' },
        ],
      },
      { name: 'first_seen_date', type: 'DATE', mode: 'NULLABLE' },
    ];
    const row: WireRow = {
      f: [
        {
          v: [
            { v: { f: [{ v: 'OWNER' }, { v: [{ v: '1' }, { v: '2' }] }] } },
            { v: { f: [{ v: null }, { v: [] }] } },
          ],
        },
        { v: null },
      ],
    };

    expect(resultSet(fields, [row]).rows).toEqual([
      {
        agents: [
          { agent_key: 'OWNER', upstream_agent_ids: ['1', '2'] },
          { agent_key: null, upstream_agent_ids: [] },
        ],
        first_seen_date: null,
      },
    ]);
  });

  it('are refused when they have a type that the project does not use', () => {
    expect(() => resultSet([{ name: 'v', type: 'BIGNUMERIC' }], [])).toThrow(
      "Column v has the type BIGNUMERIC, which isn't one that the project uses.",
    );
  });
});
