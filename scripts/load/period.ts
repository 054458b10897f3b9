import { CallError } from '../errors.ts';

/** As for the dates of agent profiles: beyond them it is a slip, which the dimensions would show for ever. */
const FIRST_MONTH = '1900-01';
const LAST_MONTH = '2199-12';
const MONTH = /^(?<month>\d{4}-(0[1-9]|1[0-2]))(-01)?$/;

/**
 * The first day of the month that `--period` names, as `YYYY-MM-DD`.
 *
 * @throws CallError for anything but `YYYY-MM` and `YYYY-MM-01` within `FIRST_MONTH` and `LAST_MONTH`.
 */
export function parsePeriod(text: string): string {
  const month = MONTH.exec(text)?.groups?.month;
  if (month === undefined || month < FIRST_MONTH || month > LAST_MONTH) {
    throw new CallError({
      code: 'BAD_PERIOD',
      message: 'The period is not a month',
      value: text,
      allowed: `YYYY-MM from ${FIRST_MONTH} to ${LAST_MONTH}, such as 2025-06, or its first day, 2025-06-01`,
    });
  }
  return `${month}-01`;
}
