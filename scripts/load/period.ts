import { CallError } from '../errors.ts';

const MONTH = /^(?<month>\d{4}-(0[1-9]|1[0-2]))(-01)?$/;

/**
 * The first day of the month that `--period` names, as `YYYY-MM-DD`.
 *
 * @throws CallError for anything but `YYYY-MM` and `YYYY-MM-01`.
 */
export function parsePeriod(text: string): string {
  const month = MONTH.exec(text)?.groups?.month;
  if (month === undefined || month.startsWith('0000')) {
    throw new CallError({
      code: 'BAD_PERIOD',
      message: 'The period is not a month',
      value: text,
      allowed: 'YYYY-MM, such as 2025-06, or its first day, 2025-06-01',
    });
  }
  return `${month}-01`;
}
