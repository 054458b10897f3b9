import type { Command } from 'commander';
import { checkedOutCommit } from '../dataform/checked_out_commit.ts';
import { ExitCode } from '../errors.ts';
import { manifestAgainstAnchors, readAnchors, type Anchors } from '../evidence/anchor.ts';
import { fault, type Finding } from '../evidence/finding.ts';
import type { Manifest } from '../evidence/manifest.ts';
import { controlDigestsIn, verifyFiles } from '../evidence/verify_files.ts';
import { verifyProject } from '../evidence/verify_project.ts';
import { verifyViews } from '../evidence/verify_views.ts';
import { verifyWarehouse } from '../evidence/verify_warehouse.ts';
import { printable } from '../terminal/printable.ts';
import type { Report } from '../terminal/report.ts';
import type { Style } from '../terminal/style.ts';
import type { Perform } from './perform.ts';
import type { Session } from './session.ts';

interface VerifyOptions {
  /** TRUE: the warehouse of `--warehouse`. */
  readonly against?: string | true;
  readonly anchor?: string;
}

/** What was checked, and what that found. */
interface Verification {
  /** Whether anything beside the report itself was asked which manifest is the original. */
  readonly knowsOriginal: boolean;
  readonly manifest: Manifest | undefined;
  readonly checked: readonly string[];
  readonly findings: readonly Finding[];
}

export function addVerifyCommand(program: Command, perform: Perform): void {
  program
    .command('verify')
    .description("check that nobody touched a report, or a warehouse's evidence, since it was written")
    .argument('[report]', "a report's directory or manifest.json; left out: the warehouse alone")
    .option('--against [warehouse]', 'check the warehouse too, row by row (default: that of --warehouse)')
    .option('--anchor <file>', 'check against the anchors that `keyfast report --anchor` left')
    .action((report: string | undefined, options: VerifyOptions, command: Command) => {
      if (typeof options.against === 'string') program.setOptionValue('warehouse', options.against);
      const usesWarehouse = options.against !== undefined || report === undefined;
      return perform(
        command,
        async (session) => reportOf(await verify(session, report, usesWarehouse, options.anchor)),
        usesWarehouse ? 'existing' : 'none',
      );
    });
}

async function verify(
  session: Session,
  report: string | undefined,
  usesWarehouse: boolean,
  anchorFile: string | undefined,
): Promise<Verification> {
  const anchors = anchorFile === undefined ? undefined : await readAnchors(anchorFile);
  const files = report === undefined ? undefined : await verifyFiles(report);
  const findings: Finding[] = [...(anchors?.findings ?? []), ...(files?.findings ?? [])];
  const checked: string[] = [];
  if (files !== undefined) {
    checked.push(`the report's files`);
    if (files.manifest) findings.push(...(await projectFindings(session, files.manifest, report ?? '')));
  }
  const offline = files?.manifest;
  if (anchors !== undefined)
    checked.push(anchors.anchors.length === 1 ? '1 anchor' : `${anchors.anchors.length} anchors`);
  if (anchors && offline) findings.push(...manifestAgainstAnchors(offline, anchors));
  const knowsOriginal = usesWarehouse || anchors !== undefined;
  if (!usesWarehouse) return { knowsOriginal, manifest: offline, checked, findings };

  const warehouse = await warehouseFindings(session, offline, anchors);
  checked.push(
    `the warehouse: ${warehouse.linkCount} manifests, every table that is digested, the views and the audit chain`,
  );
  return {
    knowsOriginal,
    manifest: warehouse.manifest,
    checked,
    findings: [...findings, ...warehouse.findings],
  };
}

async function projectFindings(session: Session, manifest: Manifest, report: string): Promise<Finding[]> {
  const project = { graph: await session.graph(), commit: await checkedOutCommit() };
  return verifyProject(manifest, await controlDigestsIn(report), project);
}

/** The control that checks the audit chain is a view, which the warehouse may have in another form: it is made anew. */
const CHAIN_VIEW = 'audit_chain_is_unbroken';

async function warehouseFindings(
  session: Session,
  report: Manifest | undefined,
  anchors: Anchors | undefined,
): Promise<{ manifest: Manifest | undefined; linkCount: number; findings: readonly Finding[] }> {
  const run = session.procedure.bind(session);
  await run('verify_events', { tenant_id: null });
  const graph = await session.graph();
  const warehouse = await session.warehouse();
  session.terminal.progress.update('Comparing the views with the project');
  const views = await verifyViews(run, warehouse, graph);
  const view = graph.tables?.find(({ target }) => target.name === CHAIN_VIEW);
  if (view) await warehouse.createTable(view);
  session.terminal.progress.update('Computing the digests of every table again');
  const verifiedRows = await verifyWarehouse(run, report, anchors);
  const verified = { ...verifiedRows, findings: [...verifiedRows.findings, ...views] };
  if (verified.manifest !== undefined) return verified;
  const message = 'the warehouse has no manifest yet: nothing of its evidence is bound';
  return { ...verified, findings: [...verified.findings, fault('NO_MANIFEST', message)] };
}

/** Digests of a forged report can be computed by whoever forged it, so of the files alone only their agreement is known. */
export function headlineOf({
  knowsOriginal,
  findings,
}: Pick<Verification, 'knowsOriginal' | 'findings'>): string {
  const faultCount = findings.filter(({ severity }) => severity === 'fault').length;
  if (faultCount > 0) return faultCount === 1 ? '1 fault' : `${faultCount} faults`;
  if (!knowsOriginal)
    return 'The files agree with their manifest; without --against or --anchor nobody can tell whether that is the original';
  const isNoted = (wanted: string): boolean => findings.some(({ code }) => code === wanted);
  if (isNoted('WRITTEN_SINCE'))
    return 'Nothing that is bound was touched; of what a later run wrote and didn’t record nobody can tell: run all and report';
  return isNoted('SUPERSEDED')
    ? 'Nothing was touched, but this isn’t the newest report'
    : 'Nothing was touched';
}

function reportOf(verification: Verification): Report {
  const { manifest, checked, findings } = verification;
  const holds = findings.every(({ severity }) => severity !== 'fault');
  const headline = headlineOf(verification);
  return {
    exitCode: holds ? ExitCode.done : ExitCode.wrongData,
    document: {
      holds,
      headline,
      run_id: manifest?.run_id ?? null,
      sequence: manifest?.sequence ?? null,
      digest: manifest?.digest ?? null,
      checked,
      findings,
    },
    text: (style) =>
      [
        `${holds ? style.green(headline) : style.red(headline)}: ${checked.join('; ')}\n`,
        manifest
          ? `  run ${manifest.run_id}, manifest ${manifest.sequence}, ${style.dim(manifest.digest)}\n`
          : '',
        ...findings.map((finding) => findingText(finding, style)),
      ].join(''),
  };
}

const ROWS_SHOWN = 20;

function findingText({ severity, code, message, file, rows = [] }: Finding, style: Style): string {
  const mark = severity === 'fault' ? style.red(code) : style.yellow(code);
  const place = file === undefined ? '' : `${style.dim(`  ${file}`)}\n`;
  const shown = rows
    .slice(0, ROWS_SHOWN)
    .map(({ row_key, difference }) => `    ${difference.toLowerCase().padEnd(8)}  ${printable(row_key)}\n`);
  const more = rows.length > ROWS_SHOWN ? `    and ${rows.length - ROWS_SHOWN} more; --json has all\n` : '';
  return `\n${mark}  ${printable(message)}\n${place}${shown.join('')}${more}`;
}
