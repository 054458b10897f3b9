import { expect, test } from 'vitest';
import { html, jsonElement, verbatim } from '../../scripts/report/page/html.ts';

test('every value is escaped, in content and in attributes', () => {
  const name = `"><script>alert('1')</script>&amp;`;
  expect(html`<td title="${name}">${name}</td>`.markup).toBe(
    '<td title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</td>',
  );
});

test('what can’t be seen, or turns the text around, is written out', () => {
  expect(html`${'Data\u200bdog \u202etxt.exe\u0000'}`.markup).toBe('Data\\u{200b}dog \\u{202e}txt.exe\\u{0}');
});

test('a piece in a piece, and each of a list, stands as it is; NULL is nothing, and indentation isn’t kept', () => {
  expect(
    html`<ul>
      ${['<', '>'].map((text) => html`<li>${text}</li>`)}${null}${7}
    </ul>`.markup,
  ).toBe('<ul>\n<li>&lt;</li><li>&gt;</li>7\n</ul>');
});

test('a listing keeps its lines and spaces', () => {
  expect(verbatim('SELECT 1\n  WHERE a < \u202e2').markup).toBe('SELECT 1\n  WHERE a &lt; \\u{202e}2');
});

test('nothing in a document ends the element that carries it', () => {
  const json = JSON.stringify({ name: '</script><script>alert(1)</script><!--' });
  const { markup } = jsonElement('d', json);
  const carried = markup.slice(markup.indexOf('>') + 1, -'</script>'.length);
  expect(carried).not.toContain('<');
  expect(JSON.parse(carried)).toEqual(JSON.parse(json));
});
