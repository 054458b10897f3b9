import { Option } from 'commander';

const DESCRIPTION = 'the tenant';

/** `--tenant`, which a person who works for one tenant sets once, as KEYFAST_TENANT. */
export function requiredTenantOption(): Option {
  return tenantOption().makeOptionMandatory();
}

export function tenantOption(): Option {
  return new Option('--tenant <id>', DESCRIPTION).env('KEYFAST_TENANT');
}
