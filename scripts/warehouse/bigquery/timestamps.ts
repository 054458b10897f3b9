const MICROSECONDS_A_SECOND = 1_000_000n;

/** `1735689600123456` → `2025-01-01T00:00:00.123456Z`. */
export function timestampOfMicroseconds(text: string): string {
  const microseconds = BigInt(text);
  // Towards minus infinity, so that the fraction counts upwards before 1970 too.
  const fraction = ((microseconds % MICROSECONDS_A_SECOND) + MICROSECONDS_A_SECOND) % MICROSECONDS_A_SECOND;
  const seconds = (microseconds - fraction) / MICROSECONDS_A_SECOND;
  const date = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${date}.${String(fraction).padStart(6, '0')}Z`;
}
