import type { Fault } from '../errors.ts';

/** As many faults as a person can use; a file of a million bad rows must not fill the memory or the screen. */
const MAXIMUM_FAULTS_KEPT = 1000;

/** Collects the faults of a file: keeps the first thousand and counts them all. */
export class FaultList {
  readonly #kept: Fault[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(fault: Fault): void {
    this.#count += 1;
    if (this.#kept.length < MAXIMUM_FAULTS_KEPT) this.#kept.push(fault);
  }

  /** Takes over those of another list, kept or counted. */
  addAll(others: FaultList): void {
    for (const fault of others.#kept) this.add(fault);
    this.#count += others.#count - others.#kept.length;
  }

  /** Counts faults that somebody else found and didn't keep. */
  countUnkept(count: number): void {
    this.#count += count;
  }

  /** Those kept, in the order of the file's lines, and a last one that says how many more there are. */
  inOrder(): Fault[] {
    const ordered = this.#kept.toSorted(
      (one, other) => (one.location?.line ?? 0) - (other.location?.line ?? 0),
    );
    const more = this.#count - ordered.length;
    if (more === 0) return ordered;
    return [
      ...ordered,
      { code: 'MORE_FAULTS', message: `${this.#count} faults in all; ${more} more are not shown` },
    ];
  }
}
