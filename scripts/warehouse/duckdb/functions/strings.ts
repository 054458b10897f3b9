import { letting } from '../generator/letting.ts';
import { call, orError, type ScalarCall, type ScalarFunctions, type WriteScalar } from './scalar.ts';

/** Unicode's White_Space, which GoogleSQL trims; DuckDB trims the space alone. */
const WHITE_SPACE =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';
const WHITE_SPACE_SQL = `'${WHITE_SPACE}'`;

function isBeyondAsciiSql(operand: string): string {
  return `strlen(${operand}) <> length(${operand})`;
}

/** DuckDB's function for ASCII, JavaScript with the full tables of Unicode for the rest; NULL, of which there is much, needs neither. */
function beyondAscii(operand: string, ascii: (operand: string) => string, unicode: string): string {
  return letting(
    [operand],
    (a) => `CASE WHEN ${isBeyondAsciiSql(a)} THEN ${unicode}(${a}) ELSE ${ascii(a)} END`,
  );
}

function normalizationForm({ literals: [, mode] }: ScalarCall): string {
  return typeof mode === 'string' ? mode.toLowerCase() : 'nfc';
}

const normalize: WriteScalar = ([text = ''], call) =>
  beyondAscii(text, (a) => a, `googlesql_normalize_${normalizationForm(call)}`);

const normalizeAndCasefold: WriteScalar = ([text = ''], call) =>
  beyondAscii(text, (a) => `lower(${a})`, `googlesql_normalize_and_casefold_${normalizationForm(call)}`);

/** The longest text that DuckDB counts in. */
const MOST = 4_294_967_295n;

/** Position 0 is the first; a negative one counts from the end and stops at the start. */
const substr: WriteScalar = ([text = '', position = '', length], { literals: [, first, count] }) => {
  const isPlain = (value: unknown, least: bigint): boolean =>
    typeof value === 'bigint' && value >= least && value <= MOST;
  if (isPlain(first, 1n) && (length === undefined || isPlain(count, 0n))) {
    return `substring(${[text, position, ...(length === undefined ? [] : [length])].join(', ')})`;
  }
  return letting([text, position, length ?? MOST.toString()], (a, p, n) => {
    const start = [
      `WHEN ${p} > 0 THEN least(${p}, ${MOST})`,
      `WHEN ${p} = 0 OR ${p} < -length(${a}) THEN 1`,
      `ELSE length(${a}) + ${p} + 1`,
    ].join(' ');
    const part = `substring(${a}, CASE ${start} END, CASE WHEN ${n} > ${MOST} THEN ${MOST} ELSE ${n} END)`;
    if (length === undefined) return part;
    const isWrong = `${n} < 0 AND ${a} IS NOT NULL AND ${p} IS NOT NULL`;
    return orError(isWrong, `'Third argument in SUBSTR() cannot be negative'`, part);
  });
};

function end(name: 'left' | 'right'): WriteScalar {
  return ([text = '', length = '']) =>
    letting([text, length], (a, n) => {
      const message = `'Second argument in ${name.toUpperCase()}() cannot be negative'`;
      return orError(`${n} < 0 AND ${a} IS NOT NULL`, message, `${name}(${a}, ${n})`);
    });
}

function pad(name: 'lpad' | 'rpad'): WriteScalar {
  return ([text = '', length = '', pattern = `' '`]) =>
    letting([text, length, pattern], (a, n, p) => {
      const allGiven = [a, n, p].map((operand) => `${operand} IS NOT NULL`).join(' AND ');
      const message = `'${name.toUpperCase()}: a negative length or an empty pattern'`;
      return orError(
        `(${n} < 0 OR ${p} = '') AND ${allGiven}`,
        message,
        `${name}(${a}, CAST(${n} AS INTEGER), ${p})`,
      );
    });
}

/** A delimiter of NULL makes it NULL; DuckDB would give the text whole. */
const split: WriteScalar = ([text = '', delimiter = `','`], { literals }) => {
  if (literals.length === 1 || typeof literals[1] === 'string') return `string_split(${text}, ${delimiter})`;
  return letting([delimiter], (d) => `CASE WHEN ${d} IS NOT NULL THEN string_split(${text}, ${d}) END`);
};

/** A character that stands twice among those to replace is an error, which DuckDB doesn't raise. */
const translate: WriteScalar = (operands, { literals: [, from], refuse }) => {
  const characters =
    typeof from === 'string' ? Array.from(from) : refuse('TRANSLATE from what is not a literal');
  if (new Set(characters).size < characters.length) refuse('TRANSLATE from a character that stands twice');
  return `translate(${operands.join(', ')})`;
};

const editDistance: WriteScalar = ([left = '', right = '', most]) =>
  letting([left, right], (a, b) => {
    const distance = `CASE WHEN ${isBeyondAsciiSql(a)} OR ${isBeyondAsciiSql(b)} THEN googlesql_edit_distance(${a}, ${b}) ELSE levenshtein(${a}, ${b}) END`;
    return most === undefined ? distance : `least(${distance}, ${most})`;
  });

/** In halves of halves: in a chain each `||` would copy all that stands before it. */
function inHalves(operands: readonly string[]): string {
  const [first = '', second] = operands;
  if (second === undefined) return first;
  const middle = Math.ceil(operands.length / 2);
  return `(${inHalves(operands.slice(0, middle))} || ${inHalves(operands.slice(middle))})`;
}

/** `concat` takes many in one go, but NULL for an empty text: it gets the neighbours that are never NULL. */
const concatTexts: WriteScalar = (operands, { neverNull }) => {
  const runs: string[][] = [];
  for (const [index, operand] of operands.entries()) {
    const continues = index > 0 && neverNull[index - 1] === true && neverNull[index] === true;
    if (continues) runs.at(-1)?.push(operand);
    else runs.push([operand]);
  }
  return inHalves(runs.map((run) => (run.length === 1 ? run.join('') : `concat(${run.join(', ')})`)));
};

export const STRINGS: ScalarFunctions = {
  'concat(STRING, STRING...)': concatTexts,
  'concat(BYTES, BYTES...)': inHalves,
  'length(STRING)': call('length'),
  'char_length(STRING)': call('length'),
  'byte_length(STRING)': call('strlen'),
  'length(BYTES)': call('octet_length'),
  'byte_length(BYTES)': call('octet_length'),
  'upper(STRING)': ([text = '']) => beyondAscii(text, (a) => `upper(${a})`, 'googlesql_upper'),
  'lower(STRING)': ([text = '']) => beyondAscii(text, (a) => `lower(${a})`, 'googlesql_lower'),
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
  'reverse(STRING)': ([text = '']) => beyondAscii(text, (a) => `reverse(${a})`, 'googlesql_reverse'),
  'repeat(STRING, INT64)': ([text = '', count = '']) =>
    letting([count], (n) =>
      orError(`${n} < 0`, `'Second argument in REPEAT cannot be negative'`, `repeat(${text}, ${n})`),
    ),
  'lpad(STRING, INT64)': pad('lpad'),
  'lpad(STRING, INT64, STRING)': pad('lpad'),
  'rpad(STRING, INT64)': pad('rpad'),
  'rpad(STRING, INT64, STRING)': pad('rpad'),
  'split(STRING)': split,
  'split(STRING, STRING)': split,
  'translate(STRING, STRING, STRING)': translate,
  'edit_distance(STRING, STRING)': editDistance,
  'edit_distance(STRING, STRING, INT64)': editDistance,
};
