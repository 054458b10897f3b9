import type { Agency, Alias, Period } from './agency.ts';
import type { SourceFile } from './files.ts';
import type { ProfileFile } from './profile_files.ts';

/** What `keyfast start` does with the example, in order. */
export interface Manifest {
  readonly tenants: readonly { readonly id: string; readonly name: string }[];
  readonly files: readonly {
    readonly kind: SourceFile['kind'];
    readonly tenant: string;
    readonly period?: Period;
    readonly path: string;
  }[];
  readonly profiles: readonly Omit<ProfileFile, 'text'>[];
  readonly aliases: readonly (Alias & { readonly tenant: string })[];
}

export function manifest(
  agencies: readonly Agency[],
  files: readonly SourceFile[],
  profiles: readonly ProfileFile[],
): Manifest {
  return {
    tenants: agencies.map(({ tenantId, name }) => ({ id: tenantId, name })),
    files: files.map(({ kind, tenant, period, path }) => ({
      kind,
      tenant,
      ...(period === undefined ? {} : { period }),
      path,
    })),
    profiles: profiles.map(({ tenant, org, way, reason, path }) => ({
      tenant,
      org,
      way,
      ...(reason === undefined ? {} : { reason }),
      path,
    })),
    aliases: agencies.flatMap(({ tenantId, aliases }) =>
      aliases.map((alias) => ({ tenant: tenantId, ...alias })),
    ),
  };
}
