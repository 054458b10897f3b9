/** The document that `dataform compile --json` prints: the one interface between the SQL and the tools. */

export interface Target {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
}

interface Action {
  readonly target: Target;
  /** Relative to the project, e.g. `definitions/identity/dim_business_mapping.sqlx`. */
  readonly fileName: string;
  readonly tags?: readonly string[];
  readonly dependencyTargets?: readonly Target[];
  readonly disabled?: boolean;
  readonly actionDescriptor?: {
    readonly description?: string;
    readonly columns?: readonly { readonly path: readonly string[]; readonly description?: string }[];
  };
}

export interface CompiledTable extends Action {
  readonly type: 'view' | 'table' | 'incremental';
  readonly query: string;
  readonly preOps?: readonly string[];
  readonly postOps?: readonly string[];
  readonly bigquery?: { readonly partitionBy?: string; readonly clusterBy?: readonly string[] };
}

export interface CompiledOperation extends Action {
  readonly queries: readonly string[];
  readonly hasOutput?: boolean;
}

export interface CompiledAssertion extends Action {
  readonly query: string;
}

export interface CompiledTest {
  readonly name: string;
  readonly testQuery: string;
  readonly expectedOutputQuery: string;
  readonly fileName: string;
}

export interface CompiledGraph {
  readonly tables?: readonly CompiledTable[];
  readonly operations?: readonly CompiledOperation[];
  readonly assertions?: readonly CompiledAssertion[];
  readonly declarations?: readonly Action[];
  readonly tests?: readonly CompiledTest[];
  readonly projectConfig: {
    readonly defaultDatabase: string;
    readonly defaultSchema: string;
    readonly defaultLocation?: string;
    readonly assertionSchema: string;
    readonly vars?: Readonly<Record<string, string>>;
  };
  readonly graphErrors?: {
    readonly compilationErrors?: readonly { readonly fileName?: string; readonly message?: string }[];
  };
}

/** `project.dataset.table`: how Dataform names a target inside one pair of back-ticks, and the analyser's catalog keys it. */
export function dottedName(target: Target): string {
  return `${target.database}.${target.schema}.${target.name}`;
}
