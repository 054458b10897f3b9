import type { Relation } from '../warehouse/warehouse.ts';

/** A table of an earlier version that stands where this version has something else. */
export interface LegacyTable {
  /** The name that it had, and that this version needs. */
  readonly name: string;
  /** The name that the procedure `setAside` gives it. */
  readonly legacyName: string;
  readonly setAside: string;
  /** Columns without which its rows say nothing. */
  readonly requiredColumns: readonly string[];
  /** Whether what stands under `name` is the earlier version's. */
  readonly isLegacy: (relation: Relation) => boolean;
}

/** One step: tables that are set aside, each by itself, and the procedure that brings their rows here, in one transaction. */
export interface Migration {
  readonly number: number;
  readonly tables: readonly LegacyTable[];
  readonly procedure: string;
}

/** Their definitions are in `definitions/migrations/`; what they do is told in docs/migration.md. */
export const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    procedure: 'migrate_changesets',
    tables: [
      {
        name: 'config_bulk_import_changesets',
        legacyName: 'config_bulk_import_changesets_legacy',
        setAside: 'set_aside_changesets',
        requiredColumns: ['changeset_id', 'tenant_id', 'org_id', 'status'],
        isLegacy: (relation) => relation.kind === 'table' && !relation.columnNames.includes('plan_hash'),
      },
    ],
  },
  {
    number: 2,
    procedure: 'migrate_profiles',
    tables: [
      profileTable('agent_profile_identity', 'set_aside_identities'),
      profileTable('agent_profile_contact', 'set_aside_contacts'),
    ],
  },
  {
    number: 3,
    procedure: 'migrate_control_results',
    tables: [
      {
        name: 'control_results',
        legacyName: 'control_results_legacy',
        setAside: 'set_aside_control_results',
        requiredColumns: [
          'run_id',
          'control_id',
          'status',
          'population_count',
          'failure_count',
          'evaluated_at',
        ],
        isLegacy: (relation) => relation.kind === 'table' && !relation.columnNames.includes('sql_digest'),
      },
    ],
  },
];

/** In this version these are views. */
function profileTable(name: string, setAside: string): LegacyTable {
  return {
    name,
    legacyName: `${name}_legacy`,
    setAside,
    requiredColumns: ['tenant_id', 'org_id', 'agent_entity_id', 'effective_start_date', 'effective_end_date'],
    isLegacy: (relation) => relation.kind === 'table',
  };
}

/** What carries this tag works on a warehouse that isn't migrated. */
export const MIGRATION_TAG = 'migration';
