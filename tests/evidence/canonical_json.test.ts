import { expect, test } from 'vitest';
import { canonicalJson, type JsonValue } from '../../scripts/evidence/canonical_json.ts';

test.each<[string, JsonValue, string]>([
  // RFC 8785, section 3.2.2 and appendix B.
  [
    'numbers as ECMAScript',
    [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0],
    '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
  ],
  ['literals', [null, true, false], '[null,true,false]'],
  ['texts with the shortest escapes', '\u20ac$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
  // RFC 8785, section 3.2.3: the order is that of UTF-16 code units, so the emoji stands before U+FB33.
  [
    'names in the order of their code units',
    {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    },
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  ],
  [
    'objects in objects, without white space',
    { b: [{ d: 1, c: {} }], a: [] },
    '{"a":[],"b":[{"c":{},"d":1}]}',
  ],
])('%s', (_what, value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udc00': 1 }])('%o is no JSON', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});
