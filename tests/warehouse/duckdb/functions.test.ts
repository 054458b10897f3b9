import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../../scripts/warehouse/values.ts';
import { Scripts } from './script_fixture.ts';

/** Where DuckDB's own function would give another value: the expression, and what GoogleSQL's gives. */
const VALUES: readonly (readonly [expression: string, value: Value])[] = [
  [`UPPER('straße ŉ ﬁ i')`, 'STRASSE ʼN FI I'],
  [`LOWER('ΑΣ İ')`, 'ας i̇'],
  [`NORMALIZE('e\\u0301', NFC)`, 'é'],
  [`NORMALIZE('ﬁ①', NFKC)`, 'fi1'],
  [`NORMALIZE_AND_CASEFOLD('ẞΣ', NFC)`, 'ssσ'],
  [`TRIM('\\t\\u00a0\\u3000a b\\u2028\\u0085')`, 'a b'],
  [`TRIM('\\u200ba\\ufeff\\u001c')`, '\u200ba\ufeff\u001c'],
  [`CHAR_LENGTH('🤦🏼‍♂️')`, 5n],
  [`BYTE_LENGTH('é😀')`, 6n],
  [`REVERSE('e\\u0301😀')`, '😀\u0301e'],
  [`SUBSTR('abc', 0)`, 'abc'],
  [`SUBSTR('abc', -2, 1)`, 'b'],
  [`SUBSTR('abc', -9)`, 'abc'],
  [`SUBSTR('abc', CAST(NULL AS INT64))`, null],
  [`SPLIT('', ',')`, ['']],
  [`SPLIT('a😀b', '')`, ['a', '😀', 'b']],
  [`SPLIT('a', CAST(NULL AS STRING))`, null],
  [`CONCAT('a', CAST(NULL AS STRING))`, null],
  [`GREATEST(1, NULL, 3)`, null],
  [`LEAST('Z', 'a')`, 'Z'],
  [`'a_b' LIKE 'a\\\\_b' AND NOT 'axb' LIKE 'a\\\\_b'`, true],
  [`REGEXP_REPLACE('aXbX', 'X', '-')`, 'a-b-'],
  [`REGEXP_EXTRACT('abc', 'x')`, null],
  [`REGEXP_EXTRACT('b', '(a)?b')`, ''],
  [`REGEXP_EXTRACT_ALL('ab b', '(a)?b')`, ['a', '']],
  [`REGEXP_CONTAINS('a\\nb', 'a.b')`, false],
  [`TO_HEX(MD5('a'))`, '0cc175b9c0f1b6a831c399e269772661'],
  [`TO_HEX(SHA256(b'\\xff'))`, 'a8100ae6aa1940d0b663bb31cd466142ebbdbd5187131b92d93818987832eb89'],
  [`FROM_HEX('0AfF')`, Uint8Array.of(10, 255)],
  [`TO_HEX(FROM_HEX('0AfF'))`, '0aff'],
  [`TO_CODE_POINTS('a😀')`, [97n, 128512n]],
  [`CODE_POINTS_TO_STRING([97, 128512])`, 'a😀'],
  [`EDIT_DISTANCE('é', 'e')`, 1n],
  [`EDIT_DISTANCE('kitten', 'sitting', max_distance => 2)`, 2n],
  [`CAST(' 0x1F ' AS INT64)`, 31n],
  [`SAFE_CAST('1_000' AS INT64)`, null],
  [`SAFE_CAST('2024-02-30' AS DATE)`, null],
  [`CAST('2024-2-9' AS DATE)`, '2024-02-09'],
  [`CAST('1.0000000005' AS NUMERIC)`, '1.000000001'],
  [`CAST(NUMERIC '10.50' AS STRING)`, '10.5'],
  [`CAST(NUMERIC '100' AS STRING)`, '100'],
  [`CAST(NUMERIC '-2.5' AS INT64)`, -3n],
  [`CAST(0.1 + 0.2 AS STRING)`, '0.30000000000000004'],
  [`CAST(1e20 AS STRING)`, '1e+20'],
  [`CAST(TIMESTAMP '2024-02-29 12:00:00.1' AS STRING)`, '2024-02-29 12:00:00.100+00'],
  [`FORMAT_DATE('%F', DATE '0020-03-04')`, '20-03-04'],
  [`NUMERIC '1' / 3`, '0.333333333'],
  [`NUMERIC '-2' / 3`, '-0.666666667'],
  [`NUMERIC '99999999999999999999.5' * NUMERIC '0.000000001'`, '100000000000'],
  [`NUMERIC '0.000000001' * NUMERIC '0.5'`, '0.000000001'],
  [`ROUND(NUMERIC '-2.345', 2)`, '-2.35'],
  [`SAFE_DIVIDE(NUMERIC '1', 0)`, null],
  [`DIV(-7, 2)`, -3n],
  [`MOD(-7, 2)`, -1n],
  [`CAST('nan' AS FLOAT64) = CAST('nan' AS FLOAT64)`, false],
  [`CAST('nan' AS FLOAT64) > 1`, false],
  [`DATE_ADD(DATE '2024-01-31', INTERVAL 1 MONTH)`, '2024-02-29'],
  [`DATE_DIFF(DATE '2024-02-01', DATE '2024-01-31', MONTH)`, 1n],
  [`DATE_DIFF(DATE '2024-01-07', DATE '2024-01-06', WEEK)`, 1n],
  [`DATE_TRUNC(DATE '2024-01-10', WEEK)`, '2024-01-07'],
  [`EXTRACT(DAYOFWEEK FROM DATE '2024-01-07')`, 1n],
  [`TIMESTAMP_DIFF(TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-01 00:00:01.5', SECOND)`, -1n],
  [`['a', 'b'][SAFE_OFFSET(-1)]`, null],
  [`ARRAY_CONCAT([1], CAST(NULL AS ARRAY<INT64>))`, null],
  [`ARRAY_TO_STRING(['a', NULL, 'b'], '-')`, 'a-b'],
  [`ARRAY_TO_STRING(CAST([] AS ARRAY<STRING>), '-')`, ''],
  [`1 IN UNNEST([2, NULL])`, null],
  [`CAST(NULL AS STRING) IN UNNEST(CAST([] AS ARRAY<STRING>))`, false],
  [`IF(NULL, ERROR('reached'), 'fine')`, 'fine'],
  [`CHAR_LENGTH(GENERATE_UUID())`, 36n],
];

/** What GoogleSQL raises as an error, and DuckDB would give a value for. */
const ERRORS: readonly (readonly [expression: string, message: string])[] = [
  [`1 / (1 - 1)`, 'division by zero'],
  [`NUMERIC '1' / (1 - 1)`, 'division by zero'],
  [`MOD(1, 1 - 1)`, 'division by zero'],
  [`1e308 * 10`, 'double overflow'],
  [`CAST(CONCAT('1_', '000') AS INT64)`, 'Bad int64 value: 1_000'],
  [`CAST(CONCAT('2024-02-', '30') AS DATE)`, 'Bad date value: 2024-02-30'],
  [`DATE_ADD(DATE '9999-12-31', INTERVAL 1 DAY)`, 'date overflow'],
  [`['a'][OFFSET(1)]`, 'Array index 1 is out of bounds'],
  [`LEFT('a', -1)`, 'cannot be negative'],
  [
    `(SELECT SUM(x) FROM UNNEST([NUMERIC '99999999999999999999999999999', NUMERIC '1']) AS x)`,
    'numeric overflow',
  ],
  [`(SELECT x FROM UNNEST([1, 2]) AS x)`, 'More than one row'],
  [`ERROR(CAST(NULL AS STRING))`, 'NULL'],
];

/** As a column's values, so that no part of it is computed before DuckDB sees it. */
const OPAQUE = 'FROM UNNEST([1]) AS one';

let scripts: Scripts;
beforeAll(async () => {
  const expressions = [...VALUES, ...ERRORS].map(([expression]) => expression);
  scripts = await Scripts.open(
    Object.fromEntries(
      expressions.map((expression) => [expression, `SELECT ${expression} AS value ${OPAQUE}`]),
    ),
  );
});
afterAll(() => scripts.warehouse.close());

describe('a value is GoogleSQL’s where DuckDB’s would differ:', () => {
  test.each(VALUES)('%s', async (expression, value) => {
    expect(await scripts.run(expression)).toEqual([[value]]);
  });
});

describe('an error is raised where DuckDB would give a value:', () => {
  test.each(ERRORS)('%s', async (expression, message) => {
    await expect(scripts.run(expression)).rejects.toThrow(message);
  });
});
