/**
 * The ids that the payroll system wrote before Keyfast, as the identity stability guarantees document records them:
 * digests of UPPER(TRIM(name)), with no Unicode normal form and no tenant. The legacy tenant's files carry them. They
 * are history, so they are written down here and don't follow the formulas of the project.
 */
import { createHash } from 'node:crypto';

export function formerNormalisedName(name: string): string {
  return name.trim().toUpperCase();
}

export function formerBusinessId(normalisedName: string): string {
  return createHash('md5').update(normalisedName).digest('hex').slice(0, 16);
}

export function formerAgentId(normalisedName: string): string {
  return `NAME:${createHash('sha256').update(normalisedName).digest('hex').slice(0, 12)}`;
}
