export type NormalizationForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

const FEWEST_MARKS = 64;
/** The half-width sound marks become marks under NFKC. */
const MANY_MARKS = new RegExp(String.raw`[\p{M}\uFF9E\uFF9F]{${FEWEST_MARKS},}`, 'gu');
/** Marks of the lowest and of the highest class that is in use. */
const LOWEST = '\u0334';
const HIGHEST = '\u0345';

/**
 * `NORMALIZE` in time that grows with the text. Node.js brings combining marks into their order by moving each past those
 * before it, so that half a million in a wrong order, one cell of a file, take a minute: here long runs of them are ordered
 * first, class by class, which changes nothing of the result (Unicode Standard, 3.11, canonical ordering algorithm).
 */
export function normalized(text: string, form: NormalizationForm): string {
  if (text.length < FEWEST_MARKS) return text.normalize(form);
  return text.replace(MANY_MARKS, (marks) => inOrder(marks, form)).normalize(form);
}

function inOrder(marks: string, form: NormalizationForm): string {
  const decomposition = form.startsWith('NFK') ? 'NFKD' : 'NFD';
  const decompositions = new Map(
    Array.from(new Set(marks), (mark) => [mark, Array.from(mark.normalize(decomposition))]),
  );
  const decomposed = Array.from(marks).flatMap((mark) => decompositions.get(mark) ?? []);
  const ranks = ranksOf(new Set(decomposed));
  let ordered = '';
  let byRank: string[] = [];
  for (const mark of decomposed) {
    const rank = ranks.get(mark);
    if (rank === undefined) {
      ordered += byRank.join('') + mark;
      byRank = [];
    } else {
      byRank[rank] = (byRank[rank] ?? '') + mark;
    }
  }
  return ordered + byRank.join('');
}

/** The marks that move, by their combining class: of one class, of one rank. */
function ranksOf(marks: ReadonlySet<string>): ReadonlyMap<string, number> {
  const moving = [...marks].filter((mark) => movesBefore(LOWEST, mark) || movesBefore(mark, HIGHEST));
  moving.sort((one, other) => (movesBefore(one, other) ? -1 : Number(movesBefore(other, one))));
  const ranks = new Map<string, number>();
  let rank = 0;
  for (const [index, mark] of moving.entries()) {
    if (movesBefore(moving[index - 1] ?? mark, mark)) rank += 1;
    ranks.set(mark, rank);
  }
  return ranks;
}

/** Whether the first stands before the second in whatever order they come: it has the lower class, and neither is a starter. */
function movesBefore(first: string, second: string): boolean {
  return (second + first).normalize('NFD') === first + second && first !== second;
}
