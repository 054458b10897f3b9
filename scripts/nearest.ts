import { distance } from 'fastest-levenshtein';

/**
 * The known word that a mistyped one most likely means: at most a third of its letters differ, and never all of them. None
 * when nothing is near, because a far-fetched suggestion misleads.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (!best || edits < best.edits) best = { candidate, edits };
  }
  if (!best || best.edits >= best.candidate.length) return undefined;
  return best.edits <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined;
}
