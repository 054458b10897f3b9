/** The project, and the same work as DuckDB SQL by hand: the floor. */
export type SideName = 'keyfast' | 'plain';

/** What each side took, repetition by repetition. */
export type Sides<Measurement> = Readonly<Record<SideName, readonly Measurement[]>>;

/** Measures both sides in alternation, and each first in turn, so that neither has the quieter machine. */
export async function inAlternation<Measurement>(
  repetitions: number,
  measured: (side: SideName, repetition: number) => Promise<Measurement>,
): Promise<Sides<Measurement>> {
  const sides = { keyfast: [] as Measurement[], plain: [] as Measurement[] };
  for (let repetition = 1; repetition <= repetitions; repetition++) {
    const order = repetition % 2 === 1 ? (['keyfast', 'plain'] as const) : (['plain', 'keyfast'] as const);
    for (const side of order) sides[side].push(await measured(side, repetition));
  }
  return sides;
}

/** A floor that does less, or other, than the project is none. */
export function refuseDisagreement(work: string, [first, ...others]: readonly (readonly string[])[]): void {
  for (const other of others) {
    const index = other.findIndex((text, place) => text !== first?.[place]);
    if (index === -1 && other.length === first?.length) continue;
    throw new Error(
      `The two sides of "${work}" differ: ${other[index] ?? 'one gives fewer rows'}, beside ${first?.[index] ?? 'nothing'}`,
    );
  }
}
