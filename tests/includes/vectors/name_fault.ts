import { nameFault, nameFaultSql } from '../../../includes/src/name_fault.ts';
import type { Formula, Vector } from './formula.ts';
import { WHITE_SPACE, WHITE_SPACE_RUN } from './white_space.ts';

/** Code points from DerivedCoreProperties.txt, PropList.txt and UnicodeData.txt of Unicode 12.1, each within a name. */
function within(fault: string, ...codePoints: readonly number[]): Vector[] {
  return codePoints.map((codePoint) => ({
    why: `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')} is ${fault}`,
    given: [`Ac${String.fromCodePoint(codePoint)}me`],
    expected: fault,
  }));
}

export const NAME_FAULT: Formula = {
  name: 'name_fault',
  parameters: ['name'],
  typescript: nameFault,
  sql: nameFaultSql('name'),
  vectors: [
    { why: 'a plain name has none', given: ['Acme, Inc. & Söhne 株式会社'], expected: null },
    { why: 'empty', given: [''], expected: 'EMPTY_NAME' },
    { why: 'white space alone', given: [WHITE_SPACE_RUN], expected: 'EMPTY_NAME' },
    ...WHITE_SPACE.map(({ codePoint, character }) => ({
      why: `${codePoint} inside is no control`,
      given: [`Ac${character}me`],
      expected: null,
    })),
    ...within('CONTROL_CHARACTER', 0x00, 0x08, 0x0e, 0x1c, 0x1f, 0x7f, 0x84, 0x86, 0x9f),
    ...within('INVISIBLE_CHARACTER', 0xad, 0x34f, 0x61c, 0x115f, 0x17b4, 0x180b, 0x180e),
    ...within(
      'INVISIBLE_CHARACTER',
      0x200b,
      0x200c,
      0x200d,
      0x200e,
      0x200f,
      0x202a,
      0x202e,
      0x2060,
      0x2066,
      0x2069,
    ),
    ...within(
      'INVISIBLE_CHARACTER',
      0x3164,
      0xfe00,
      0xfe0f,
      0xfeff,
      0xffa0,
      0x1d173,
      0xe0001,
      0xe0020,
      0xe0100,
    ),
    ...within('UNSTABLE_CODE_POINT', 0x019b, 0x0264, 0x0378, 0x1fae8, 0x10ffff, 0xffff, 0x323af, 0xe1000),
    { why: 'a byte order mark alone', given: ['\ufeff'], expected: 'INVISIBLE_CHARACTER' },
    {
      why: 'the faults have an order: control first',
      given: ['\u0378\u200b\u0001'],
      expected: 'CONTROL_CHARACTER',
    },
    {
      why: 'the faults have an order: then invisible',
      given: ['\u0378\u200b'],
      expected: 'INVISIBLE_CHARACTER',
    },
    { why: 'the letter beside an unstable one', given: ['\u019a\u019c\u0263\u0265'], expected: null },
    { why: 'new in Unicode 12.1', given: ['\u32ff'], expected: null },
    { why: 'new in Unicode 12.0', given: ['\u{1fa95}'], expected: null },
    { why: 'new in Unicode 13.0', given: ['\u{1fa96}'], expected: 'UNSTABLE_CODE_POINT' },
    { why: 'private use is assigned', given: ['\ue000\u{10fffd}'], expected: null },
    { why: 'an emoji', given: ['\u{1f600}'], expected: null },
    { why: 'an emoji with its variation selector', given: ['\u2764\ufe0f'], expected: 'INVISIBLE_CHARACTER' },
    {
      why: '1 MB with a fault at its end',
      given: [`${'é'.repeat(524_288)}\u200b`],
      expected: 'INVISIBLE_CHARACTER',
    },
  ],
};
