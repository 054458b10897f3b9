/**
 * Planted cases: small edits of one agency's month, each there for a reason that data/README.md gives. An edit that
 * finds nothing to change fails, so that no case can vanish when the rest of the example moves.
 */
import type { Period } from './agency.ts';
import type { Month, Stage1Row, Stage3Row } from './month.ts';

export interface PlantedCase {
  readonly period: Period;
  readonly plant: (month: Month) => Month;
}

export function changeLines(
  period: Period,
  where: Partial<Stage1Row>,
  change: Partial<Stage1Row>,
): PlantedCase {
  return { period, plant: (month) => ({ ...month, stage1: changed(month.stage1, where, change) }) };
}

export function changeComponents(
  period: Period,
  where: Partial<Stage3Row>,
  change: Partial<Stage3Row>,
): PlantedCase {
  return { period, plant: (month) => ({ ...month, stage3: changed(month.stage3, where, change) }) };
}

export function removeLines(period: Period, where: Partial<Stage1Row>): PlantedCase {
  return { period, plant: (month) => ({ ...month, stage1: without(month.stage1, where) }) };
}

export function removeComponents(period: Period, where: Partial<Stage3Row>): PlantedCase {
  return { period, plant: (month) => ({ ...month, stage3: without(month.stage3, where) }) };
}

/** A spelling of a business in both stages of a period. */
export function respellBusiness(period: Period, businessName: string, spelling: string): PlantedCase[] {
  return [
    changeLines(period, { businessName }, { businessName: spelling }),
    changeComponents(period, { businessName }, { businessName: spelling }),
  ];
}

function changed<Row extends object>(rows: readonly Row[], where: Partial<Row>, change: Partial<Row>): Row[] {
  mustMatch(rows, where);
  return rows.map((row) => (matches(row, where) ? { ...row, ...change } : row));
}

function without<Row extends object>(rows: readonly Row[], where: Partial<Row>): Row[] {
  mustMatch(rows, where);
  return rows.filter((row) => !matches(row, where));
}

function mustMatch<Row extends object>(rows: readonly Row[], where: Partial<Row>): void {
  if (!rows.some((row) => matches(row, where)))
    throw new Error(`nothing to plant on: ${JSON.stringify(where)}`);
}

function matches<Row extends object>(row: Row, where: Partial<Row>): boolean {
  return (Object.keys(where) as (keyof Row)[]).every((key) => row[key] === where[key]);
}
