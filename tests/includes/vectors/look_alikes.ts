import { skeletonSql } from '../../../includes/src/look_alike.ts';
import type { SqlFormula } from './formula.ts';

/** What two names share that look alike. Expected by hand. */
export const SKELETON: SqlFormula = {
  name: 'skeleton',
  parameters: ['normalized_name'],
  sql: skeletonSql('normalized_name'),
  vectors: [
    { why: 'white space goes', given: ['ACME  SUPPLY'], expected: 'ACMESUPPLY' },
    { why: 'punctuation goes', given: ['ACME-SUPPLY (WEST)'], expected: 'ACMESUPPLYWEST' },
    { why: 'a legal suffix goes', given: ['ACME SUPPLY INC'], expected: 'ACMESUPPLY' },
    { why: 'with its comma and full stop', given: ['ACME SUPPLY, INC.'], expected: 'ACMESUPPLY' },
    { why: 'several legal suffixes go', given: ['ACME HOLDINGS CO., LTD.'], expected: 'ACME' },
    { why: 'a suffix spelled with full stops goes', given: ['ACME L.L.C.'], expected: 'ACME' },
    { why: 'a suffix within the name stays', given: ['INC MAGAZINE'], expected: 'INCMAGAZINE' },
    { why: 'letters that end like a suffix stay', given: ['TEXACO'], expected: 'TEXACO' },
    { why: 'a suffix alone stays', given: ['COMPANY'], expected: 'COMPANY' },
    { why: 'accents go', given: ['M\u00dcLLER & S\u00d6HNE'], expected: 'MULLERANDSOHNE' },
    { why: 'accents written as marks go', given: ['MU\u0308LLER'], expected: 'MULLER' },
    { why: 'full-width letters are plain', given: ['\uff21\uff23\uff2d\uff25'], expected: 'ACME' },
    { why: 'the typographic apostrophe goes like the plain', given: ['O\u2019BRIEN'], expected: 'OBRIEN' },
    { why: 'the plain apostrophe', given: ["O'BRIEN"], expected: 'OBRIEN' },
    { why: 'a no-break space is a space', given: ['ACME\u00a0INC'], expected: 'ACME' },
    { why: 'letters of other scripts stay', given: ['株式会社山田'], expected: '株式会社山田' },
    { why: 'digits stay', given: ['3M'], expected: '3M' },
    { why: 'NULL stays NULL', given: [null], expected: null },
  ],
};
