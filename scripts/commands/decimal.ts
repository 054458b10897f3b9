const SCALE_DIGITS = 9;
const SCALE = 10n ** BigInt(SCALE_DIGITS);

/** NUMERIC as the warehouse gives it, a decimal text of at most 9 decimals, in whole billionths. */
export function billionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const magnitude = BigInt(whole) * SCALE + BigInt(fraction.padEnd(SCALE_DIGITS, '0'));
  return decimal.startsWith('-') ? -magnitude : magnitude;
}

/** An amount of money for people: thousands apart, two decimals, more only where there are more. */
export function moneyText(amount: bigint): string {
  const magnitude = amount < 0n ? -amount : amount;
  const fraction = (magnitude % SCALE)
    .toString()
    .padStart(SCALE_DIGITS, '0')
    .replace(/0+$/, '')
    .padEnd(2, '0');
  return `${amount < 0n ? '-' : ''}${(magnitude / SCALE).toLocaleString('en-US')}.${fraction}`;
}
