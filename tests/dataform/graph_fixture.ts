import type {
  CompiledAssertion,
  CompiledGraph,
  CompiledOperation,
  CompiledTable,
  Target,
} from '../../scripts/dataform/compiled_graph.ts';

/** Small hand-made graphs: each action is named and says what it depends on. */

export function target(name: string, schema = 'analytics'): Target {
  return { database: 'project', schema, name };
}

interface ActionOptions {
  readonly dependsOn?: readonly string[];
  readonly tags?: readonly string[];
  readonly disabled?: boolean;
}

function action(name: string, { dependsOn = [], tags = [], disabled = false }: ActionOptions) {
  return {
    target: target(name),
    fileName: `definitions/${name}.sqlx`,
    tags,
    disabled,
    dependencyTargets: dependsOn.map((dependency) => target(dependency)),
  };
}

export function view(name: string, options: ActionOptions = {}): CompiledTable {
  return { ...action(name, options), type: 'view', query: `SELECT '${name}'` };
}

export function table(name: string, type: CompiledTable['type'], options: ActionOptions = {}): CompiledTable {
  return { ...view(name, options), type };
}

export function operation(
  name: string,
  options: ActionOptions & { hasOutput?: boolean } = {},
): CompiledOperation {
  return { ...action(name, options), queries: [`SELECT '${name}'`], hasOutput: options.hasOutput ?? false };
}

export function assertion(name: string, options: ActionOptions = {}): CompiledAssertion {
  return { ...action(name, options), query: `SELECT '${name}'` };
}

export function graph(parts: Omit<CompiledGraph, 'projectConfig'>): CompiledGraph {
  return {
    ...parts,
    projectConfig: { defaultDatabase: 'project', defaultSchema: 'analytics', assertionSchema: 'assertions' },
  };
}
