import { letting } from '../generator/letting.ts';
import type { ScalarFunctions, WriteScalar } from './scalar.ts';

/** DuckDB's digests are hexadecimal text. */
function digest(name: string): WriteScalar {
  return ([operand = '']) => `unhex(${name}(${operand}))`;
}

const DIGEST_OF = /^unhex\(((?:md5|sha1|sha256)\(.*\))\)$/s;

export const BYTES: ScalarFunctions = {
  'md5(STRING)': digest('md5'),
  'md5(BYTES)': digest('md5'),
  'sha1(STRING)': digest('sha1'),
  'sha1(BYTES)': digest('sha1'),
  'sha256(STRING)': digest('sha256'),
  'sha256(BYTES)': digest('sha256'),
  'sha512(STRING)': ([a = '']) => `googlesql_sha512(encode(${a}))`,
  'sha512(BYTES)': ([a = '']) => `googlesql_sha512(${a})`,
  // The commonest use, TO_HEX(SHA256(…)), needs no way through bytes.
  'to_hex(BYTES)': ([a = '']) => DIGEST_OF.exec(a)?.[1] ?? `lower(hex(${a}))`,
  'from_hex(STRING)': ([a = '']) => `from_hex(${a})`,
  'to_code_points(STRING)': ([text = '']) =>
    letting(
      [text],
      (a) =>
        `CASE WHEN ${a} = '' THEN CAST([] AS BIGINT[]) ELSE list_transform(string_split(${a}, ''), lambda x: CAST(unicode(x) AS BIGINT)) END`,
    ),
  'code_points_to_string(ARRAY<INT64>)': ([points = '']) => `googlesql_code_points_to_string(${points})`,
};
