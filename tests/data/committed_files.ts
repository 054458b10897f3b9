import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

const DATA = fileURLToPath(new URL('../../data/', import.meta.url));

export const TENANTS = [
  'creative_benefit_strategies',
  'harbor_point_advisors',
  'lakeshore_payroll_partners',
] as const;
export type Tenant = (typeof TENANTS)[number];

/** The committed text of a file of the example; `path` is relative to `data/`. */
export function text(path: string): string {
  return readFileSync(DATA + path, 'utf8');
}

/** Every committed CSV file that `keyfast load` takes. */
export function csvPaths(): string[] {
  return allCsvPaths().filter((path) => !path.startsWith(PROFILES));
}

/** Every one that `keyfast import` or `keyfast bootstrap` takes. */
export function profilePaths(): string[] {
  return allCsvPaths().filter((path) => path.startsWith(PROFILES));
}

const PROFILES = 'agent_profiles.';

/** But the generator's own input. */
function allCsvPaths(): string[] {
  return readdirSync(DATA, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.csv') && path !== 'reference/company_names.csv')
    .sort();
}

export function rows(path: string): Record<string, string>[] {
  return parse(text(path), { columns: true });
}

/** The rows of every snapshot of a tenant's stage, superseded ones too. */
export function snapshotRows(tenant: Tenant, stage: 'stage1' | 'stage3'): Record<string, string>[] {
  return csvPaths()
    .filter((path) => path.startsWith(`${tenant}/${stage}/`))
    .flatMap(rows);
}
