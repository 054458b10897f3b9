import {
  cleanText,
  cleanTextSql,
  normalizedAgentName,
  normalizedAgentNameSql,
  normalizedBusinessName,
  normalizedBusinessNameSql,
  normalizedEmail,
  normalizedEmailSql,
} from '../../../includes/src/names.ts';
import type { Formula, Vector } from './formula.ts';
import { NOT_WHITE_SPACE, WHITE_SPACE, WHITE_SPACE_RUN } from './white_space.ts';

/** Names on which the business's and the agent's normalised form agree. */
const UPPER_CASED: readonly Vector[] = [
  { why: 'the published example', given: ['Teledata Contractors Inc'], expected: 'TELEDATA CONTRACTORS INC' },
  { why: 'empty', given: [''], expected: '' },
  { why: 'white space alone', given: [' \u3000\u0085 '], expected: '' },
  { why: 'every white space around', given: [`${WHITE_SPACE_RUN}Acme${WHITE_SPACE_RUN}`], expected: 'ACME' },
  ...WHITE_SPACE.map(({ codePoint, character }) => ({
    why: `${codePoint} is trimmed at both ends`,
    given: [`${character}Acme${character}`],
    expected: 'ACME',
  })),
  ...NOT_WHITE_SPACE.map(({ codePoint, character }) => ({
    why: `${codePoint} is not white space`,
    given: [`${character}Acme${character}`],
    expected: `${character}ACME${character}`,
  })),
  { why: 'bidi marks stay', given: ['\u202eAcme\u202c\u200f'], expected: '\u202eACME\u202c\u200f' },
  { why: 'sharp s is two letters', given: ['Straße & Söhne'], expected: 'STRASSE & SÖHNE' },
  { why: 'capital sharp s is itself', given: ['STRA\u1e9eE'], expected: 'STRA\u1e9eE' },
  { why: 'ŉ is an apostrophe and N', given: ['\u0149orth'], expected: '\u02bcNORTH' },
  { why: 'ﬁ is two letters', given: ['\ufb01nance'], expected: 'FINANCE' },
  { why: 'ﬃ is three letters', given: ['o\ufb03ce'], expected: 'OFFICE' },
  { why: 'the Armenian ligature ligature ech yiwn', given: ['\u0587'], expected: '\u0535\u0552' },
  { why: 'dotted capital I stays', given: ['\u0130stanbul'], expected: '\u0130STANBUL' },
  { why: 'dotless small i is I', given: ['D\u0131yarbakir'], expected: 'DIYARBAKIR' },
  { why: 'i with a combining dot keeps the dot', given: ['i\u0307'], expected: 'I\u0307' },
  { why: 'final sigma and sigma are one', given: ['Οδυσσεύς'], expected: 'ΟΔΥΣΣΕΎΣ' },
  { why: 'iota subscript becomes a letter', given: ['\u1fb3'], expected: '\u0391\u0399' },
  {
    why: 'iota with dialytika and tonos is three code points',
    given: ['\u0390'],
    expected: '\u0399\u0308\u0301',
  },
  { why: 'the title-case digraph', given: ['\u01c5amija'], expected: '\u01c4AMIJA' },
  { why: 'é composed', given: ['Caf\u00e9'], expected: 'CAF\u00c9' },
  { why: 'é decomposed', given: ['Cafe\u0301'], expected: 'CAF\u00c9' },
  { why: 'two marks in canonical order', given: ['a\u0323\u0307'], expected: '\u1ea0\u0307' },
  { why: 'two marks in the other order', given: ['a\u0307\u0323'], expected: '\u1ea0\u0307' },
  { why: 'a mark that composes with nothing', given: ['x\u0301'], expected: 'X\u0301' },
  { why: 'a mark after the white space that is trimmed', given: [' \u0301x'], expected: '\u0301X' },
  { why: 'the angstrom sign is Å', given: ['\u212bngstrom'], expected: '\u00c5NGSTROM' },
  { why: 'the kelvin sign is K', given: ['\u212aelvin'], expected: 'KELVIN' },
  { why: 'a composition exclusion stays apart', given: ['\u0958'], expected: '\u0915\u093c' },
  { why: 'Hangul composed', given: ['\ud55c\uae00'], expected: '\ud55c\uae00' },
  { why: 'Hangul decomposed', given: ['\u1112\u1161\u11ab\u1100\u1173\u11af'], expected: '\ud55c\uae00' },
  {
    why: 'full-width letters stay full-width',
    given: ['\uff41\uff42\uff43'],
    expected: '\uff21\uff22\uff23',
  },
  { why: 'Han has no case', given: ['株式会社山田'], expected: '株式会社山田' },
  { why: 'Arabic has no case', given: ['شركة'], expected: 'شركة' },
  { why: 'an emoji is two UTF-16 units', given: ['\u{1f600} pets'], expected: '\u{1f600} PETS' },
  { why: 'Deseret has case beyond the basic plane', given: ['\u{10428}'], expected: '\u{10400}' },
  { why: 'Adlam has case beyond the basic plane', given: ['\u{1e922}'], expected: '\u{1e900}' },
  {
    why: 'a composition exclusion beyond the basic plane',
    given: ['\u{1d15e}'],
    expected: '\u{1d157}\u{1d165}',
  },
  { why: 'Georgian has upper case since Unicode 11', given: ['\u10d0'], expected: '\u1c90' },
  { why: '1 MB of ASCII', given: ['x'.repeat(1_048_576)], expected: 'X'.repeat(1_048_576) },
  { why: '1 MB of é decomposed', given: ['e\u0301'.repeat(349_525)], expected: '\u00c9'.repeat(349_525) },
  {
    why: '1 MB that grows',
    given: ['\u0390'.repeat(524_288)],
    expected: '\u0399\u0308\u0301'.repeat(524_288),
  },
];

const NULL_STAYS: readonly Vector[] = [{ why: 'NULL stays NULL', given: [null], expected: null }];

const BUSINESS: Formula = {
  name: 'normalized_business_name',
  parameters: ['name'],
  typescript: normalizedBusinessName,
  sql: normalizedBusinessNameSql('name'),
  vectors: [
    ...UPPER_CASED,
    { why: 'inner spaces stay as they are', given: ['Acme  Supply'], expected: 'ACME  SUPPLY' },
    ...WHITE_SPACE.map(({ codePoint, character, inside }) => ({
      why: `${codePoint} inside stays`,
      given: [`Ac${character}me`],
      expected: `AC${inside}ME`,
    })),
  ],
  nullVectors: NULL_STAYS,
};

const AGENT: Formula = {
  name: 'normalized_agent_name',
  parameters: ['name'],
  typescript: normalizedAgentName,
  sql: normalizedAgentNameSql('name'),
  vectors: [
    ...UPPER_CASED,
    { why: 'a run of spaces is one', given: ['John   Smith'], expected: 'JOHN SMITH' },
    {
      why: 'every white space in a run is one space',
      given: [`John${WHITE_SPACE_RUN}Smith`],
      expected: 'JOHN SMITH',
    },
    { why: 'each run is one space of its own', given: ['A\t\tB\u00a0 C\r\nD'], expected: 'A B C D' },
    ...WHITE_SPACE.map(({ codePoint, character }) => ({
      why: `${codePoint} inside is a space`,
      given: [`Jo${character}hn`],
      expected: 'JO HN',
    })),
    ...NOT_WHITE_SPACE.map(({ codePoint, character }) => ({
      why: `${codePoint} inside stays`,
      given: [`Jo${character}hn`],
      expected: `JO${character}HN`,
    })),
  ],
  nullVectors: NULL_STAYS,
};

const EMAIL: Formula = {
  name: 'normalized_email',
  parameters: ['email'],
  typescript: normalizedEmail,
  sql: normalizedEmailSql('email'),
  vectors: [
    { why: 'ASCII', given: [' Ann.Lee@Example.COM\t'], expected: 'ann.lee@example.com' },
    { why: 'empty', given: [''], expected: '' },
    { why: 'sharp s stays', given: ['Stra\u00dfe@example.com'], expected: 'stra\u00dfe@example.com' },
    { why: 'dotted capital I keeps a combining dot', given: ['\u0130@x.tr'], expected: 'i\u0307@x.tr' },
    { why: 'sigma at the end of a word is final', given: ['ΟΔΟΣ@x.gr'], expected: 'οδο\u03c2@x.gr' },
    { why: 'sigma inside a word is not', given: ['ΟΣΟ@x.gr'], expected: 'ο\u03c3ο@x.gr' },
    { why: 'É decomposed', given: ['JOSE\u0301@x.es'], expected: 'jos\u00e9@x.es' },
    { why: 'Deseret', given: ['\u{10400}@x.us'], expected: '\u{10428}@x.us' },
  ],
  nullVectors: NULL_STAYS,
};

const CLEAN_TEXT: Formula = {
  name: 'clean_text',
  parameters: ['text'],
  typescript: cleanText,
  sql: cleanTextSql('text'),
  vectors: [
    {
      why: 'trimmed, case and inner spaces kept',
      given: ['\u00a0Dental  Plus \u3000'],
      expected: 'Dental  Plus',
    },
    { why: 'composed', given: ['Cafe\u0301'], expected: 'Caf\u00e9' },
    { why: 'white space alone', given: [' \t '], expected: '' },
    { why: 'U+FEFF stays', given: ['\ufeffDental'], expected: '\ufeffDental' },
  ],
  nullVectors: NULL_STAYS,
};

export const NORMALISED_NAMES: readonly Formula[] = [BUSINESS, AGENT, EMAIL, CLEAN_TEXT];
