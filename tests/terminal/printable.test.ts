import { expect, test } from 'vitest';
import { fitted, printable, quoted } from '../../scripts/terminal/printable.ts';

test.each([
  ['whole where it fits', 'Acme', 4, 'Acme'],
  ['with an ellipsis where it does not', 'Acme Widgets', 8, 'Acme Wi…'],
  ['by columns of the terminal, not by characters', '日本生命保険', 7, '日本生…'],
  ['with no escape cut in two', 'Data\\u{200b}dog', 10, 'Data…'],
  ['with every letter in all its accents', 'Zu\u0308rich', 3, 'Zu\u0308…'],
])('a text is fitted %s', (_, text, width, expected) => {
  expect(fitted(text, width)).toBe(expected);
});

test('no text is printed beyond 500 characters, however long it is', () => {
  expect(printable('x'.repeat(500))).toBe('x'.repeat(500));
  expect(printable('x'.repeat(900_000))).toBe(`${'x'.repeat(500)}… (900000 characters)`);
  expect(printable('\u0001'.repeat(501))).toBe(`${'\\u{1}'.repeat(500)}… (501 characters)`);
});

test('a character beyond the basic plane is not cut in two', () => {
  expect(printable('🫠'.repeat(501))).toBe(`${'🫠'.repeat(500)}… (1002 characters)`);
});

test('a value in quotes is cut at 80', () => {
  expect(quoted('x'.repeat(81))).toBe(`"${'x'.repeat(80)}…" (81 characters)`);
});
