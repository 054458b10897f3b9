import { registry } from '../../includes/src/controls.ts';
import { graphDigest } from '../dataform/graph_digest.ts';
import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import type { JsonValue } from './canonical_json.ts';
import { fault, note, type Finding } from './finding.ts';
import { sha256, type Manifest } from './manifest.ts';
import { uncommitted } from './run_parameters.ts';

/** The project that verifies: what it compiles to, and the git commit that it is checked out at. */
export interface Project {
  readonly graph: CompiledGraph;
  readonly commit: string | null;
}

/** The SHA-256 of each control's SQL that a report shows, by the control's id. */
export type ControlDigests = Readonly<Record<string, string>>;

/**
 * Compares the SQL that a report was made with with the project's own. At the commit that the manifest names a difference is a
 * fault: one of the two was altered. At any other the project may have moved on, and with other vars it compiles to other SQL.
 */
export function verifyProject(manifest: Manifest, controls: ControlDigests, project: Project): Finding[] {
  const isSameCommit = manifest.git_commit !== null && manifest.git_commit === project.commit;
  const vars = varsThatDiffer(manifest.parameters, project.graph.projectConfig.vars ?? {});
  const say = isSameCommit && vars.length === 0 ? fault : note;
  const commits = isSameCommit
    ? `although both are of the commit ${manifest.git_commit}: one of them was altered`
    : `the report was made at ${manifest.git_commit ?? 'a commit that nobody recorded'}, this is ${project.commit ?? 'no git checkout'}`;
  const where = vars.length === 0 ? commits : `the run had other vars than this project: ${vars.join(', ')}`;
  const findings = uncommittedFindings(manifest);
  const differing = Object.entries(controls).flatMap(([control, digest]) => {
    const own = ownDigest(control, project.graph);
    if (own === digest) return [];
    const what = own === undefined ? 'is not in this project' : 'has other SQL than in this project';
    return [say('CONTROL_SQL_DIFFERS', `control ${control} ${what}; ${where}`)];
  });
  findings.push(...differing);
  const digest = graphDigest(project.graph);
  if (differing.length === 0 && manifest.graph_digest !== null && manifest.graph_digest !== digest) {
    findings.push(
      say('GRAPH_DIFFERS', `the run was of another graph than this project compiles to; ${where}`),
    );
  }
  return findings;
}

/** What ran is then in no commit: nobody can read it but in the report itself. */
function uncommittedFindings({ git_commit, parameters }: Manifest): Finding[] {
  const files = uncommitted(JSON.stringify(parameters)) ?? [];
  if (files.length === 0) return [];
  const named = files.slice(0, FILES_NAMED).join(', ');
  const more = files.length > FILES_NAMED ? ` and ${files.length - FILES_NAMED} more` : '';
  const message = `the run was of sources that the commit ${git_commit ?? ''} hasn’t got: ${named}${more}; commit them and run again`;
  return [fault('UNCOMMITTED_SOURCES', message)];
}

const FILES_NAMED = 5;

function varsThatDiffer(parameters: JsonValue, own: Readonly<Record<string, string>>): string[] {
  if (typeof parameters !== 'object' || parameters === null || !('vars' in parameters)) return [];
  const ofRun = parameters.vars as Readonly<Record<string, unknown>>;
  const names = new Set([...Object.keys(ofRun), ...Object.keys(own)]);
  return [...names].filter((name) => ofRun[name] !== own[name]).sort();
}

function ownDigest(control: string, graph: CompiledGraph): string | undefined {
  const view = registry.find(({ id }) => id === control)?.view;
  const query = graph.tables?.find(({ target }) => target.name === view)?.query;
  return query === undefined ? undefined : sha256(query.trim());
}
