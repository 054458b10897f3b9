import { fields, fieldsSql } from '../../../includes/src/fields.ts';
import type { Formula } from './formula.ts';

/** No two of these share their text: that is what the encoding is for. Expected by hand. */
export const FIELDS: readonly Formula[] = [
  {
    name: 'fields of two',
    parameters: ['a', 'b'],
    typescript: fields,
    sql: fieldsSql('a', 'b'),
    vectors: [
      { why: 'a separator in the first', given: ['a|b', 'c'], expected: '3:a|b1:c' },
      { why: 'a separator in the second', given: ['a', 'b|c'], expected: '1:a3:b|c' },
      { why: 'NULL, then empty', given: [null, ''], expected: 'N0:' },
      { why: 'empty, then NULL', given: ['', null], expected: '0:N' },
      { why: 'both NULL', given: [null, null], expected: 'NN' },
      { why: 'the text N is not NULL', given: ['N', null], expected: '1:NN' },
      { why: 'a text that reads like a field', given: ['1:a', ''], expected: '3:1:a0:' },
      { why: 'two fields that join to it', given: ['1', ':a'], expected: '1:12::a' },
      { why: 'lengths are in bytes of UTF-8', given: ['é', '\u{1f600}'], expected: '2:é4:\u{1f600}' },
      { why: 'composed and decomposed differ', given: ['é', 'e\u0301'], expected: '2:é3:e\u0301' },
      { why: 'a NUL character', given: ['a\u0000b', ''], expected: '3:a\u0000b0:' },
      { why: 'a length of two digits', given: ['0123456789', 'x'], expected: '10:01234567891:x' },
    ],
  },
  {
    name: 'fields of a literal of ours',
    parameters: ['a'],
    typescript: (a) => fields('stage1/v1', a),
    sql: fieldsSql(`'stage1/v1'`, 'a'),
    vectors: [{ why: 'is measured when the SQL is written', given: ['x'], expected: '9:stage1/v11:x' }],
  },
];
