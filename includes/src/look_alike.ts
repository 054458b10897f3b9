/**
 * The skeleton of a name: what is left when everything is taken away that people vary without meaning another name.
 * Compatibility forms and accents are folded (NFKD without its marks), then case, legal suffixes, punctuation and white space. Two
 * names of one skeleton look alike; whether they are one is for a person to say.
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

/** Over a normalised name, a GoogleSQL STRING expression. Reads letters and digits of every script. */
export function skeletonSql(normalizedName: string): string {
  const folded = `UPPER(REGEXP_REPLACE(NORMALIZE(${normalizedName}, NFKD), r'\\p{M}+', ''))`;
  const dotless = `REGEXP_REPLACE(${folded}, r'[.’\\x27]', '')`;
  const unsuffixed = `REGEXP_REPLACE(${dotless}, r'(?:[\\s,]+(?:${LEGAL_SUFFIXES.join('|')}))+[\\s,]*$', '')`;
  return `REGEXP_REPLACE(REPLACE(${unsuffixed}, '&', 'AND'), r'[^\\p{L}\\p{N}]+', '')`;
}
