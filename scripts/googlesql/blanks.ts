const BLANKS_AND_COMMENTS = /(?:\s|--[^\r\n]*|#[^\r\n]*|\/\*[\s\S]*?\*\/)+/y;
const LITERAL_OR_NAME = /('''|"""|['"`])(?:\\[\s\S]|(?!\1)[\s\S])*\1/y;

function matchEnd(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex : index;
}

/** The index after the blanks and comments that begin here. */
export function skipBlanks(text: string, index: number): number {
  return matchEnd(BLANKS_AND_COMMENTS, text, index);
}

/** Where the one statement of a range ends, without its semicolon and the blanks and comments around that. */
export function endOfStatement(text: string, start: number, end: number): number {
  let last = start;
  for (let index = start; index < end;) {
    const blanks = skipBlanks(text, index);
    if (blanks > index) index = blanks;
    else if (text[index] === ';') index += 1;
    else index = last = Math.max(matchEnd(LITERAL_OR_NAME, text, index), index + 1);
  }
  return last;
}
