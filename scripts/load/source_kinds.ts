import type { CsvKind } from './csv_kind.ts';

/** What `keyfast load` takes. */
export interface SourceKind extends CsvKind {
  /** As it stands in the names of the tables and procedures: `staged_<name>`, `load_<name>`. */
  readonly name: string;
  /** Whether each row belongs to a month: by the `period_label` column or by `--period`. */
  readonly hasPeriod: boolean;
}

const LOADED = {
  reserved: ['snapshot_id', 'source_file', 'source_row', 'ingested_at'],
  misshapenRow: 'refuses the file',
} as const;

const SOURCE_KINDS = {
  'business-mapping': {
    ...LOADED,
    name: 'business_mapping',
    required: ['business_name'],
    optional: [
      'business_id',
      'normalized_name',
      'is_active',
      'first_seen_date',
      'last_seen_date',
      'tenant_id',
    ],
    hasPeriod: false,
  },
  stage1: {
    ...LOADED,
    name: 'stage1',
    required: ['business_name', 'product_code', 'gross_commission'],
    optional: ['employee_count', 'tenant_id', 'period_label'],
    hasPeriod: true,
  },
  stage3: {
    ...LOADED,
    name: 'stage3',
    required: ['business_name', 'product_code', 'agent_name', 'component_type', 'commission_amount'],
    optional: ['agent_id', 'split_rate', 'tenant_id', 'period_label'],
    hasPeriod: true,
  },
  hierarchy: {
    ...LOADED,
    name: 'hierarchy',
    required: ['agent_id', 'parent_agent_id', 'hierarchy_level'],
    optional: ['effective_start_date', 'effective_end_date', 'tenant_id'],
    hasPeriod: false,
  },
} as const satisfies Readonly<Record<string, SourceKind>>;

export type SourceKindName = keyof typeof SOURCE_KINDS;

export const SOURCE_KIND_NAMES = Object.keys(SOURCE_KINDS) as readonly SourceKindName[];

export function sourceKind(name: SourceKindName): SourceKind {
  return SOURCE_KINDS[name];
}
