/** The enumerations that occur as arguments, which the package's protocol doesn't define (googlesql/public/functions). */
const ENUMS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  DateTimestampPart: {
    1: 'YEAR',
    2: 'MONTH',
    3: 'DAY',
    4: 'DAYOFWEEK',
    5: 'DAYOFYEAR',
    6: 'QUARTER',
    7: 'HOUR',
    8: 'MINUTE',
    9: 'SECOND',
    10: 'MILLISECOND',
    11: 'MICROSECOND',
    12: 'NANOSECOND',
    13: 'DATE',
    14: 'WEEK',
    15: 'DATETIME',
    16: 'TIME',
    17: 'ISOYEAR',
    18: 'ISOWEEK',
    19: 'WEEK_MONDAY',
    20: 'WEEK_TUESDAY',
    21: 'WEEK_WEDNESDAY',
    22: 'WEEK_THURSDAY',
    23: 'WEEK_FRIDAY',
    24: 'WEEK_SATURDAY',
  },
  NormalizeMode: { 0: 'NFC', 1: 'NFKC', 2: 'NFD', 3: 'NFKD' },
};

/** The value's name, or its enumeration and number when we don't know it: then nothing knows it, and it is refused. */
export function enumValueName(enumeration: string, value: number): string {
  return ENUMS[enumeration]?.[value] ?? `${enumeration}(${value})`;
}
