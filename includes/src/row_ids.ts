import { hexDigest, hexDigestSql } from './digest.ts';
import { fields, fieldsSql } from './fields.ts';

/**
 * The ids of commission rows. Source: docs/architecture.md, "Formulas". They are made of the id that formula version 1
 * gives the row's OWN name, and of `occurrence`, the row's place among rows that are equal in all the rest.
 *
 * Never of the id that was assigned: a mapping may carry another, a steward choose or join one by an alias, long after the row was
 * reported; what was said of a row under its id must still be found under it.
 */

export interface Stage1Row {
  readonly tenantId: string;
  /** First of the month, `YYYY-MM-DD`. */
  readonly period: string;
  readonly ownBusiness: string;
  readonly product: string | null;
  readonly occurrence: number;
}

export interface Stage3Component extends Stage1Row {
  readonly ownAgent: string;
  readonly componentType: string | null;
}

export function stage1RowId(row: Stage1Row): string {
  return hexDigest(
    'SHA256',
    fields('stage1/v1', row.tenantId, row.period, row.ownBusiness, row.product, String(row.occurrence)),
  );
}

export function stage1RowIdSql(
  tenantId: string,
  period: string,
  ownBusiness: string,
  product: string,
  occurrence: string,
): string {
  return hexDigestSql(
    'SHA256',
    fieldsSql(
      `'stage1/v1'`,
      tenantId,
      `CAST(${period} AS STRING)`,
      ownBusiness,
      product,
      `CAST(${occurrence} AS STRING)`,
    ),
  );
}

export function stage3ComponentId(row: Stage3Component): string {
  const { tenantId, period, ownBusiness, product, ownAgent, componentType, occurrence } = row;
  return hexDigest(
    'SHA256',
    fields('stage3/v1', tenantId, period, ownBusiness, product, ownAgent, componentType, String(occurrence)),
  );
}

export function stage3ComponentIdSql(
  tenantId: string,
  period: string,
  ownBusiness: string,
  product: string,
  ownAgent: string,
  componentType: string,
  occurrence: string,
): string {
  return hexDigestSql(
    'SHA256',
    fieldsSql(
      `'stage3/v1'`,
      tenantId,
      `CAST(${period} AS STRING)`,
      ownBusiness,
      product,
      ownAgent,
      componentType,
      `CAST(${occurrence} AS STRING)`,
    ),
  );
}

/** SHA-256 of every business column of a source row: it moves when an amount is corrected under an unchanged id. */
export function contentFingerprint(
  stage: 'stage1' | 'stage3',
  ...columns: readonly (string | null)[]
): string {
  return hexDigest('SHA256', fields(`${stage}/v1`, ...columns));
}

/** Over GoogleSQL STRING expressions: cast numbers and dates. */
export function contentFingerprintSql(stage: 'stage1' | 'stage3', ...columns: readonly string[]): string {
  return hexDigestSql('SHA256', fieldsSql(`'${stage}/v1'`, ...columns));
}
