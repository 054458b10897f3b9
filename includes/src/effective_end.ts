/** The first day after the last month in which an agent was seen; NULL after the calendar's last, which upstream may write. */
export function effectiveEndSql(lastPeriod: string): string {
  return `IF(${lastPeriod} > DATE '9999-11-30', NULL, DATE_ADD(${lastPeriod}, INTERVAL 1 MONTH))`;
}
