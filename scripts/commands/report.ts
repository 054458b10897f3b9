import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { exists } from '../dataform/existence.ts';
import { graphActions, isView } from '../dataform/graph_action.ts';
import { inDependencyOrder, upstreamOf } from '../dataform/order.ts';
import { ExitCode } from '../errors.ts';
import { anchor } from '../evidence/anchor.ts';
import { bindReport, MANIFEST_FILE, manifestOfRun } from '../evidence/bind_report.ts';
import { manifestText } from '../evidence/manifest.ts';
import { readEvidence } from '../report/evidence.ts';
import { IN_FULL, MASKED } from '../report/masking.ts';
import type { ReportDocument } from '../report/report_document.ts';
import { textOf } from '../report/row_values.ts';
import { PAGE, reportFiles } from '../report/report_files.ts';
import { REPORTS_DIRECTORY, writeReport } from '../report/write_report.ts';
import type { Report } from '../terminal/report.ts';
import { tableText } from '../terminal/table.ts';
import type { Perform } from './perform.ts';
import { addReportSignCommand } from './report_sign.ts';
import type { Session } from './session.ts';

interface ReportOptions {
  readonly run?: string;
  readonly out: string;
  readonly unmask: boolean;
  /** A file that is kept elsewhere, which gets a line of the manifest. */
  readonly anchor?: string;
}

/** What was written, for the command and for those that end with a report. */
export interface WrittenReport {
  readonly document: ReportDocument;
  readonly directory: string;
  readonly names: readonly string[];
}

export function addReportCommand(program: Command, perform: Perform): void {
  const report = program
    .command('report')
    .description(
      "write the auditor's report of a run: one page that needs no network, with JSON and CSV beside it",
    )
    .option('--run <id>', 'the run (default: the last)')
    .option('--out <dir>', 'where: a directory a run is made in it', REPORTS_DIRECTORY)
    .option(
      '--unmask',
      'show names, e-mail addresses and telephone numbers in full; leaves an audit event',
      false,
    )
    .addOption(
      new Option(
        '--anchor <file>',
        'add the manifest’s digest to a file that is kept elsewhere, for verify --anchor',
      ).conflicts('unmask'),
    )
    .action((options: ReportOptions, command: Command) =>
      perform(command, async (session) => reportOf(await writeRunReport(session, options))),
    );
  addReportSignCommand(report, perform);
}

/** Writes the report of a run. One in full goes to a directory of its own, so that it never passes for the one that is bound. */
export async function writeRunReport(session: Session, options: ReportOptions): Promise<WrittenReport> {
  const runProcedure = session.procedure.bind(session);
  await remakeViews(session);
  const evidence = await readEvidence(runProcedure, options.run ?? null);
  const runId = textOf(evidence.run, 'run_id');
  session.terminal.progress.update('Writing the report');
  const masking = options.unmask ? IN_FULL : MASKED;
  const { document, files } = reportFiles(evidence, await session.graph(), masking);
  const written = options.unmask ? await unmasked(session, runId, files) : await bound(session, runId, files);
  const directory = join(options.out, options.unmask ? `${runId}.unmasked` : runId);
  await writeReport(directory, written);
  const manifest = options.anchor === undefined ? undefined : await manifestOfRun(runProcedure, runId);
  if (options.anchor !== undefined && manifest) await anchor(options.anchor, manifest, new Date());
  return { document, directory, names: Object.keys(written) };
}

/** The views that a report reads may stand in the warehouse in another form: they are made anew, so that it says what the tables say. */
async function remakeViews(session: Session): Promise<void> {
  // Refuses a warehouse that isn't migrated yet.
  await session.procedure('report_run', { run_id: null });
  const actions = graphActions(await session.graph());
  const procedures = actions.filter(({ name }) => name.startsWith('report_')).map(({ key }) => key);
  const read = upstreamOf(actions, procedures);
  const warehouse = await session.warehouse();
  for (const action of inDependencyOrder(
    actions.filter(({ key }) => read.has(key)),
    actions,
  )) {
    if (isView(action) && (await exists(warehouse, action.compiled.target)))
      await warehouse.createTable(action.compiled);
  }
}

/** The report of a command that ran the controls, ending with the path of the page that it left of them. */
export async function withRunReport(session: Session, run: Report): Promise<Report> {
  // Of a warehouse that failed nobody knows what can still be read.
  if (run.exitCode === ExitCode.warehouseFailed) return run;
  const { directory } = await writeRunReport(session, { out: REPORTS_DIRECTORY, unmask: false });
  const page = join(directory, PAGE);
  return {
    ...run,
    document: { ...run.document, report: page },
    text: (style) => `${run.text(style)}${style.dim('report:')} ${page}\n`,
  };
}

/** Whose chain the events of the graph itself are in. */
const GRAPH = '*';

type Files = Readonly<Record<string, string>>;

/** With the manifest that binds the files to the run, its inputs and the manifest before it (docs/evidence.md). */
async function bound(session: Session, runId: string, files: Files): Promise<Files> {
  const runProcedure = session.procedure.bind(session);
  const manifest = await bindReport(runProcedure, { runId, files, actor: session.actor });
  return { ...files, [MANIFEST_FILE]: `${manifestText(manifest)}\n` };
}

/** Without a manifest, and with an event of the graph and of each tenant whose names the report may show, before anything is written. */
async function unmasked(session: Session, runId: string, files: Files): Promise<Files> {
  const tenants = (await session.procedure('tenant_list')).rows;
  for (const tenantId of [GRAPH, ...tenants.map((tenant) => textOf(tenant, 'tenant_id'))]) {
    await session.procedure('report_unmasked', {
      tenant_id: tenantId,
      run_id: runId,
      actor: session.actor,
    });
  }
  return files;
}

function reportOf({ document, directory, names }: WrittenReport): Report {
  const { verdict, coverage, run } = document;
  const holds = verdict.outcome === 'HOLDS';
  return {
    exitCode: holds ? ExitCode.done : ExitCode.wrongData,
    document: {
      run_id: run.run_id,
      outcome: verdict.outcome,
      headline: verdict.headline,
      coverage,
      is_masked: document.is_masked,
      directory,
      files: names,
    },
    text: (style) =>
      [
        `${holds ? style.green(verdict.headline) : style.red(verdict.headline)}\n`,
        ...verdict.sentences.map((sentence) => `  ${sentence}\n`),
        `\n${style.bold('Written')}\n`,
        tableText(names, [{ heading: 'file', cell: (name) => join(directory, name) }], style),
      ].join(''),
  };
}
