import { letting } from '../generator/letting.ts';
import { call, infix, orError, type ScalarFunctions, type WriteScalar } from './scalar.ts';

/** Unicode's White_Space, which GoogleSQL trims; DuckDB trims the space alone. */
const WHITE_SPACE = [
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
];
const WHITE_SPACE_SQL = `'${WHITE_SPACE.join('')}'`;

export function isAsciiSql(operand: string): string {
  return `strlen(${operand}) = length(${operand})`;
}

/** DuckDB's function for ASCII, JavaScript with the full tables of Unicode for the rest. */
function beyondAscii(ascii: (operand: string) => string, unicode: string): WriteScalar {
  return ([operand = '']) =>
    letting([operand], (a) => `CASE WHEN ${isAsciiSql(a)} THEN ${ascii(a)} ELSE ${unicode}(${a}) END`);
}

const normalize: WriteScalar = (operands, { literals: [, mode] }) => {
  const form = typeof mode === 'string' ? mode.toLowerCase() : 'nfc';
  return beyondAscii((a) => a, `googlesql_normalize_${form}`)(operands, NO_CALL);
};

const normalizeAndCasefold: WriteScalar = (operands, { literals: [, mode] }) => {
  const form = typeof mode === 'string' ? mode.toLowerCase() : 'nfc';
  return beyondAscii((a) => `lower(${a})`, `googlesql_normalize_and_casefold_${form}`)(operands, NO_CALL);
};

const NO_CALL = {
  type: { kind: 'STRING' },
  literals: [],
  refuse: (what: string): never => {
    throw new TypeError(what);
  },
} as const;

/** Position 0 is the first; a negative one counts from the end and stops at the start. */
const substr: WriteScalar = ([text = '', position = '', length], { literals: [, first, count] }) => {
  if (
    typeof first === 'bigint' &&
    first > 0n &&
    (length === undefined || (typeof count === 'bigint' && count >= 0n))
  ) {
    return `substring(${[text, position, ...(length === undefined ? [] : [length])].join(', ')})`;
  }
  return letting([text, position, length ?? '0'], (a, p, n) => {
    const start = `CASE WHEN ${p} > 0 THEN ${p} WHEN ${p} = 0 THEN 1 ELSE greatest(length(${a}) + ${p} + 1, 1) END`;
    if (length === undefined) return `substring(${a}, ${start})`;
    return orError(
      `${n} < 0`,
      `'Third argument in SUBSTR() cannot be negative'`,
      `substring(${a}, ${start}, ${n})`,
    );
  });
};

function end(name: 'left' | 'right'): WriteScalar {
  return ([text = '', length = '']) =>
    letting([length], (n) =>
      orError(
        `${n} < 0`,
        `'Second argument in ${name.toUpperCase()}() cannot be negative'`,
        `${name}(${text}, ${n})`,
      ),
    );
}

function pad(name: 'lpad' | 'rpad'): WriteScalar {
  return ([text = '', length = '', pattern = `' '`]) =>
    letting(
      [length, pattern],
      (n, p) =>
        `CASE WHEN ${n} < 0 OR ${p} = '' THEN error('${name.toUpperCase()}: a negative length or an empty pattern') ELSE ${name}(${text}, CAST(${n} AS INTEGER), ${p}) END`,
    );
}

const editDistance: WriteScalar = ([left = '', right = '', most]) =>
  letting([left, right], (a, b) => {
    const distance = `CASE WHEN ${isAsciiSql(a)} AND ${isAsciiSql(b)} THEN levenshtein(${a}, ${b}) ELSE googlesql_edit_distance(${a}, ${b}) END`;
    return most === undefined ? distance : `least(${distance}, ${most})`;
  });

/** A DuckDB function whose NULL operands make it NULL as a whole. */
export const STRINGS: ScalarFunctions = {
  'concat(STRING, STRING...)': infix('||'),
  'concat(BYTES, BYTES...)': infix('||'),
  'length(STRING)': call('length'),
  'char_length(STRING)': call('length'),
  'byte_length(STRING)': call('strlen'),
  'length(BYTES)': call('octet_length'),
  'byte_length(BYTES)': call('octet_length'),
  'upper(STRING)': beyondAscii((a) => `upper(${a})`, 'googlesql_upper'),
  'lower(STRING)': beyondAscii((a) => `lower(${a})`, 'googlesql_lower'),
  'normalize(STRING)': normalize,
  'normalize(STRING, NormalizeMode)': normalize,
  'normalize_and_casefold(STRING)': normalizeAndCasefold,
  'normalize_and_casefold(STRING, NormalizeMode)': normalizeAndCasefold,
  'trim(STRING)': ([a = '']) => `trim(${a}, ${WHITE_SPACE_SQL})`,
  'ltrim(STRING)': ([a = '']) => `ltrim(${a}, ${WHITE_SPACE_SQL})`,
  'rtrim(STRING)': ([a = '']) => `rtrim(${a}, ${WHITE_SPACE_SQL})`,
  'trim(STRING, STRING)': call('trim'),
  'ltrim(STRING, STRING)': call('ltrim'),
  'rtrim(STRING, STRING)': call('rtrim'),
  'substr(STRING, INT64)': substr,
  'substr(STRING, INT64, INT64)': substr,
  'left(STRING, INT64)': end('left'),
  'right(STRING, INT64)': end('right'),
  'strpos(STRING, STRING)': call('strpos'),
  'starts_with(STRING, STRING)': call('starts_with'),
  'ends_with(STRING, STRING)': call('ends_with'),
  'replace(STRING, STRING, STRING)': ([text = '', from = '', to = '']) =>
    letting(
      [text, from],
      (a, b) => `CASE WHEN ${b} = '' AND ${to} IS NOT NULL THEN ${a} ELSE replace(${a}, ${b}, ${to}) END`,
    ),
  // DuckDB's reverses graphemes, GoogleSQL's code points.
  'reverse(STRING)': beyondAscii((a) => `reverse(${a})`, 'googlesql_reverse'),
  'repeat(STRING, INT64)': ([text = '', count = '']) =>
    letting([count], (n) =>
      orError(`${n} < 0`, `'Second argument in REPEAT cannot be negative'`, `repeat(${text}, ${n})`),
    ),
  'lpad(STRING, INT64)': pad('lpad'),
  'lpad(STRING, INT64, STRING)': pad('lpad'),
  'rpad(STRING, INT64)': pad('rpad'),
  'rpad(STRING, INT64, STRING)': pad('rpad'),
  'split(STRING)': ([text = '']) => `string_split(${text}, ',')`,
  'split(STRING, STRING)': call('string_split'),
  'translate(STRING, STRING, STRING)': call('translate'),
  'edit_distance(STRING, STRING)': editDistance,
  'edit_distance(STRING, STRING, INT64)': editDistance,
};
