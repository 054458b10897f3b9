/** Where a slice begins, and the one before it ends: digests and UUIDs fall into all of them alike. */
const BOUNDS = ['4', '8', 'c'];

/** Conditions over a GoogleSQL STRING that is never NULL, of which exactly one holds for any text. */
export function slices(text: string): readonly string[] {
  return [undefined, ...BOUNDS].map((first, index) => {
    const next = BOUNDS[index];
    const conditions = [
      ...(first === undefined ? [] : [`${text} >= '${first}'`]),
      ...(next === undefined ? [] : [`${text} < '${next}'`]),
    ];
    return conditions.join(' AND ');
  });
}
