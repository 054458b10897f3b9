/** What `keyfast load` takes, and the headers of each: lower case, in any order in the file. */
export interface SourceKind {
  /** As it stands in the names of the tables and procedures: `staged_<name>`, `load_<name>`. */
  readonly name: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Whether each row belongs to a month: by the `period_label` column or by `--period`. */
  readonly hasPeriod: boolean;
}

const SOURCE_KINDS = {
  'business-mapping': {
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
    name: 'stage1',
    required: ['business_name', 'product_code', 'gross_commission'],
    optional: ['employee_count', 'tenant_id', 'period_label'],
    hasPeriod: true,
  },
  stage3: {
    name: 'stage3',
    required: ['business_name', 'product_code', 'agent_name', 'component_type', 'commission_amount'],
    optional: ['agent_id', 'split_rate', 'tenant_id', 'period_label'],
    hasPeriod: true,
  },
  hierarchy: {
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
