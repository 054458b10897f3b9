import type { Fault } from '../errors.ts';

import { DEFAULT_LIMITS } from './limits.ts';

/** Collects the faults of a file: keeps the first of them and counts them all. */
export class FaultList {
  readonly #kept: Fault[] = [];
  #count = 0;

  constructor(private readonly mostKept: number = DEFAULT_LIMITS.faultsKept) {}

  get count(): number {
    return this.#count;
  }

  add(fault: Fault): void {
    this.#count += 1;
    if (this.#kept.length < this.mostKept) this.#kept.push(fault);
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
