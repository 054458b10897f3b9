/**
 * What makes two names look alike. Names of one skeleton do, and names whose skeletons are few edits apart; whether they
 * are one is for a person to say.
 *
 * The skeleton of a name: what is left when everything is taken away that people vary without meaning another name.
 * Compatibility forms and accents are folded (NFKD without its marks), then case, legal suffixes, punctuation and white space.
 */
const LEGAL_SUFFIXES = [
  'INCORPORATED',
  'INC',
  'CORPORATION',
  'CORP',
  'COMPANY',
  'CO',
  'LIMITED',
  'LTD',
  'LLC',
  'LLP',
  'LP',
  'PLC',
  'HOLDINGS?',
  'GROUP',
  'GMBH',
  'AG',
  'SE',
  'KGAA',
  'SA',
  'SAS',
  'SPA',
  'NV',
  'BV',
  'AB',
  'ASA',
  'OYJ',
  'A/S',
  'PTY',
];

/** Of a longer skeleton the rest says no more about whom it names, and every letter makes comparing dearer. */
const MOST_LETTERS = 100;

/** Below this length one edit makes another name: AMY BELL, AMY BALL. */
const FEWEST_LETTERS = 8;

/** From this length two edits are few. */
const LETTERS_FOR_TWO_EDITS = 14;

/** The most skeletons that are compared with each other for one piece that they share. */
export const LARGEST_BLOCK = 200;

/** Over a normalised name, a GoogleSQL STRING expression. Reads letters and digits of every script. */
export function skeletonSql(normalizedName: string): string {
  const folded = `UPPER(REGEXP_REPLACE(NORMALIZE(${normalizedName}, NFKD), r'\\p{M}+', ''))`;
  const dotless = `REGEXP_REPLACE(${folded}, r'[.’\\x27]', '')`;
  const unsuffixed = `REGEXP_REPLACE(${dotless}, r'(?:[\\s,]+(?:${LEGAL_SUFFIXES.join('|')}))+[\\s,]*$', '')`;
  const letters = `REGEXP_REPLACE(REPLACE(${unsuffixed}, '&', 'AND'), r'[^\\p{L}\\p{N}]+', '')`;
  return `SUBSTR(${letters}, 1, ${MOST_LETTERS})`;
}

/** How many edits are few for skeletons of which the shorter has so many letters: none, one or two. */
export function fewEditsSql(letterCount: string): string {
  return `CASE WHEN ${letterCount} >= ${LETTERS_FOR_TWO_EDITS} THEN 2 WHEN ${letterCount} >= ${FEWEST_LETTERS} THEN 1 ELSE 0 END`;
}

/**
 * Where two skeletons that are few edits apart must agree, as STRUCTs of (piece_count, piece, extra, shift). Cut the
 * shorter in one piece more than there are edits: some piece stands in the longer, which has `extra` more letters, `shift`
 * letters further on. It is the first piece up to whose end there are fewer edits than pieces: there is none in it, and as
 * many before it as there are pieces, so these bound its shift from the start, and the edits that are left its shift from
 * the end.
 * Source: Li, Deng, Wang and Feng, "Pass-Join", PVLDB 5(3), 2011, multi-match-aware substring selection.
 */
export function agreementsSql(): string {
  const agreements: string[] = [];
  for (const edits of [1, 2]) {
    for (let piece = 1; piece <= edits + 1; piece += 1) {
      for (let extra = 0; extra <= edits; extra += 1) {
        for (let shift = -edits; shift <= edits; shift += 1) {
          if (Math.abs(shift) > piece - 1 || Math.abs(shift - extra) > edits + 1 - piece) continue;
          agreements.push(
            agreements.length === 0
              ? `STRUCT(${edits + 1} AS piece_count, ${piece} AS piece, ${extra} AS extra, ${shift} AS shift)`
              : `(${edits + 1}, ${piece}, ${extra}, ${shift})`,
          );
        }
      }
    }
  }
  return `[${agreements.join(', ')}]`;
}
