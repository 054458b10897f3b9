/** How fast rows come, and when they will all be there. */
export class RowProgress {
  readonly #start = performance.now();

  /** `share` is how much of the work is done, 0 to 1, where that is known. */
  text(rowCount: number, share?: number): string {
    return paceText(rowCount, (performance.now() - this.#start) / 1000, share);
  }
}

/** `120,000 rows, 85,000 a second, about 12 s left`: the rest at the pace so far. */
export function paceText(rowCount: number, seconds: number, share?: number): string {
  const rows = `${rowCount.toLocaleString('en-US')} rows`;
  if (seconds < 1) return rows;
  const rate = `${Math.round(rowCount / seconds).toLocaleString('en-US')} a second`;
  if (share === undefined || share <= 0) return `${rows}, ${rate}`;
  return `${rows}, ${rate}, about ${timeText((seconds * (1 - share)) / share)} left`;
}

function timeText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(Math.max(0, seconds))} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
