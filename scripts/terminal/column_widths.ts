import stringWidth from 'string-width';

/** A column before it is laid out: what stands in it, as it is shown. */
export interface ColumnTexts {
  readonly heading: string;
  readonly texts: readonly string[];
  /** Never narrower than its longest text. */
  readonly isReadInFull: boolean;
}

/** Below this a name can't be told from the next. */
const NARROWEST_TEXT = 24;
/** A SHA-256 in hexadecimal digits: the longest thing that somebody copies from a table. */
const LONGEST_ID = 64;
const TIME = /^\d{4,5}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} UTC$/;

/**
 * The width of each column, so that all of them and the gaps fit `available`. Ids, hashes, numbers and times are whole: one
 * word of at most 64 characters is never cut. Of the rest the widest gives way first, down to 24 columns. Undefined when that
 * isn't enough.
 */
export function columnWidths(
  columns: readonly ColumnTexts[],
  available: number,
  gap: number,
): number[] | undefined {
  const widths = columns.map(({ heading, texts }) => widest([heading, ...texts]));
  const least = columns.map(({ heading, texts, isReadInFull }) =>
    widest([heading, ...texts], isReadInFull ? Infinity : NARROWEST_TEXT),
  );
  let excess = sum(widths) + gap * (columns.length - 1) - available;
  while (excess > 0) {
    const yielding = widths.findIndex(
      (width, index) =>
        width > (least[index] ?? 0) &&
        widths.every((other, place) => other <= width || other <= (least[place] ?? 0)),
    );
    if (yielding < 0) return undefined;
    widths[yielding] = (widths[yielding] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

/** Of the widest of the texts; one that may be cut counts for at most `longestText`. */
function widest(texts: readonly string[], longestText = Infinity): number {
  return texts.reduce((most, text) => {
    const width = stringWidth(text);
    return Math.max(most, isWhole(text) ? width : Math.min(width, longestText));
  }, 0);
}

function isWhole(text: string): boolean {
  return (text.length <= LONGEST_ID && !/\s/.test(text)) || TIME.test(text);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
