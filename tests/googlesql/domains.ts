import fc, { type Arbitrary } from 'fast-check';
import { CONTROL, INVISIBLE, UNSTABLE } from '../../includes/src/unicode_12_1.ts';
import type { GoogleSqlType, Row, Value } from '../../scripts/warehouse/values.ts';

/** The values that a column of the test's table takes: edges, met often, and any others. */
interface Domain {
  readonly type: GoogleSqlType;
  readonly edges: readonly Value[];
  readonly others: Arbitrary<Value>;
}

const STRING = { kind: 'STRING' } as const;
const INT64 = { kind: 'INT64' } as const;
const NUMERIC = { kind: 'NUMERIC' } as const;
const DATE = { kind: 'DATE' } as const;
const TIMESTAMP = { kind: 'TIMESTAMP' } as const;
const BOOL = { kind: 'BOOL' } as const;

const unstable = [CONTROL, INVISIBLE, UNSTABLE].flatMap((list) =>
  list.split(' ').map((range) => range.split('-').map((end) => Number.parseInt(end, 16))),
);

/** Engines know different versions of Unicode: these are the code points whose case and form they all know. */
function isStable(text: string): boolean {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0).every((codePoint) =>
    unstable.every(([first = 0, last = first]) => codePoint < first || codePoint > last),
  );
}

const anyText = fc.string({ unit: 'binary', maxLength: 12 });
const stableText = fc.string({ unit: 'binary', maxLength: 6 }).filter(isStable);
const TEXT_EDGES = [
  '',
  ' ',
  'a',
  'A',
  'é',
  'e\u0301',
  'ß',
  '\u0149',
  '\ufb01',
  '\u0130',
  '\u0131',
  'İi̇',
  '😀',
  '\u{10ffff}',
];
const BLANKS = [
  '\t',
  '\n\v\f\r',
  '\u0085',
  '\u00a0',
  '\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000',
  '  a \u3000 b  ',
];
const names: Domain = {
  type: STRING,
  edges: [
    null,
    ...TEXT_EDGES,
    ...BLANKS,
    'Teledata Contractors Inc',
    'ＡＢＣ',
    'ΣΑΣ',
    'Ǆǅǆ',
    '한\u1112\u1161\u11ab',
    'ﬃ',
  ],
  others: stableText,
};
const texts: Domain = {
  type: STRING,
  edges: [
    null,
    ...TEXT_EDGES,
    ...BLANKS,
    '\u001c',
    '\u200b',
    '\ufeff',
    '\u202e',
    '\0',
    '|',
    "it's",
    '\\N',
    'a%_b',
  ],
  others: anyText,
};
/** Texts of few letters, in which one is often found in another. */
const shorts: Domain = {
  type: STRING,
  edges: [null, '', 'a', 'b', 'ab', 'é', '😀', '|'],
  others: fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀', '|', ' ', '\u3000'), maxLength: 8 }),
};
const LIMIT = 10n ** 38n - 1n;
function decimal(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(10, '0');
  const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
  return scaled < 0n ? `-${text}` : text;
}
const money = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(decimal);
const date = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const integers: Domain = {
  type: INT64,
  edges: [null, 0n, 1n, -1n, 9007199254740993n, -(2n ** 63n), 2n ** 63n - 1n],
  others: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
};
const smalls: Domain = {
  type: INT64,
  edges: [null, 0n, 1n, -1n, 2n],
  others: fc.bigInt({ min: -9n, max: 14n }),
};
const numerics: Domain = {
  type: NUMERIC,
  edges: [null, '0', '0.000000001', '-0.000000001', '12.5', decimal(LIMIT), decimal(-LIMIT)],
  others: fc.oneof(money, fc.bigInt({ min: -LIMIT, max: LIMIT }).map(decimal)),
};
const dates: Domain = {
  type: DATE,
  edges: [null, '0001-01-01', '0999-12-31', '1970-01-01', '2024-02-29', '9999-12-31'],
  others: date,
};
const moments: Domain = {
  type: TIMESTAMP,
  edges: [null, '0001-01-01T00:00:00.000000Z', '1969-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
  others: fc
    .tuple(date, fc.integer({ min: 0, max: 86_399_999 }), fc.nat(999))
    .map(([day, millisecond, micros]) => {
      const time = new Date(millisecond).toISOString().slice(11, 23);
      return `${day}T${time}${String(micros).padStart(3, '0')}Z`;
    }),
};
const flags: Domain = { type: BOOL, edges: [null, true, false], others: fc.boolean() };
/** No NULL: a table keeps it as an empty array. */
const lists: Domain = {
  type: { kind: 'ARRAY', element: STRING },
  edges: [[], [''], ['a', 'a'], ['b', 'é', '😀']],
  others: fc.array(anyText, { maxLength: 4 }),
};

/** Columns to write cases with. Two of a kind, such as `text` and `text2`, are independent. */
export const DOMAINS: Readonly<Record<string, Domain>> = {
  id: { type: INT64, edges: [], others: fc.constant(0n) },
  /** What aggregate functions group by. */
  part: { type: INT64, edges: [null, 1n, 2n], others: fc.bigInt({ min: 3n, max: 9n }) },
  name: names,
  text: texts,
  text2: texts,
  short: shorts,
  short2: shorts,
  integer: integers,
  integer2: integers,
  small: smalls,
  small2: smalls,
  numeric: numerics,
  numeric2: numerics,
  amount: { type: NUMERIC, edges: [null, '0', '0.1', '-0.000000001'], others: money },
  date: dates,
  date2: dates,
  moment: moments,
  moment2: moments,
  flag: flags,
  flag2: flags,
  flag3: flags,
  list: lists,
  list2: lists,
  bytes: {
    type: { kind: 'BYTES' },
    edges: [null, new Uint8Array(), Uint8Array.of(0), Uint8Array.of(255, 10)],
    others: fc.uint8Array({ maxLength: 20 }),
  },
  integer_text: {
    type: STRING,
    edges: [
      null,
      '',
      ' 1 ',
      '0x1F',
      '-0x1f',
      '1_000',
      '+5',
      '-0',
      '1.0',
      '1e3',
      '9223372036854775808',
      '１',
      '00012',
    ],
    others: fc.oneof(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String), anyText),
  },
  decimal_text: {
    type: STRING,
    edges: [
      null,
      '',
      ' 1.5 ',
      '.5',
      '5.',
      '1e3',
      '1E-9',
      '0.0000000005',
      '-0.0000000004',
      '1,5',
      'NaN',
      'inf',
      '0x1',
      '+7',
    ],
    others: fc.oneof(money, fc.double().map(String), anyText),
  },
  date_text: {
    type: STRING,
    edges: [
      null,
      '',
      '2024-02-29',
      '2025-02-29',
      '2024-2-9',
      ' 2024-01-01',
      '2024-01-01 ',
      '0000-01-01',
      '10000-01-01',
      '03/04/2025',
      '20240101',
      '2024-01-01T00:00:00Z',
      '2024-01-01 10:00:00',
      '-1-01-01',
      '999-1-1',
    ],
    others: fc.oneof(date, anyText),
  },
};

/** Rows of independent values, the same in every run. */
export function randomRows(columns: readonly string[], count: number): Row[] {
  const values = columns.map((column, index) => {
    const { edges, others } = DOMAINS[column]!;
    const value = edges.length === 0 ? others : fc.oneof(fc.constantFrom(...edges), others);
    return fc.sample(value, { numRuns: count, seed: 20_240_229 + index });
  });
  return Array.from({ length: count }, (_, row) => ({
    ...Object.fromEntries(columns.map((column, index) => [column, values[index]![row]!])),
    id: BigInt(row),
  }));
}
