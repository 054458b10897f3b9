import { expect, test } from 'vitest';
import { SignatureTable } from '../../../scripts/warehouse/duckdb/signatures.ts';

const TABLE = new SignatureTable({
  'upper(STRING)': 'exact',
  '$equal(K, K)': 'comparable',
  'if(BOOL, T, T)': 'any type',
  'coalesce(T...)': 'any types',
  '$in_array(K, ARRAY<K>)': 'an array',
  '$case_with_value(K, K..., T..., T)': 'two variables',
});

test.each([
  ['upper(STRING)', 'exact'],
  ['upper(BYTES)', undefined],
  ['$equal(DATE, DATE)', 'comparable'],
  ['$equal(FLOAT64, FLOAT64)', undefined],
  ['$equal(STRUCT<a INT64, b STRING>, STRUCT<a INT64, b STRING>)', undefined],
  ['if(BOOL, STRUCT<a INT64, b STRING>, STRUCT<a INT64, b STRING>)', 'any type'],
  ['if(BOOL, STRING, INT64)', undefined],
  ['coalesce(ARRAY<STRING>...)', 'any types'],
  ['coalesce(STRING)', undefined],
  ['$in_array(STRING, ARRAY<STRING>)', 'an array'],
  ['$in_array(STRING, ARRAY<BYTES>)', undefined],
  ['$case_with_value(STRING, STRING..., INT64..., INT64)', 'two variables'],
  ['$case_with_value(STRING, INT64..., INT64..., INT64)', undefined],
  ['lower(STRING)', undefined],
])('%s → %s', (signature, entry) => {
  expect(TABLE.find(signature)).toBe(entry);
});
