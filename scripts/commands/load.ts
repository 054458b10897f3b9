import { Argument, type Command } from 'commander';
import { CallError } from '../errors.ts';
import { loadFiles, type LoadedFile, type LoadRequest } from '../load/load_files.ts';
import { parsePeriod } from '../load/period.ts';
import { SOURCE_KIND_NAMES, sourceKind, type SourceKindName } from '../load/source_kinds.ts';
import { nextText } from '../terminal/next_step.ts';
import { printable } from '../terminal/printable.ts';
import type { Report } from '../terminal/report.ts';
import { tableText } from '../terminal/table.ts';
import type { Row, Value } from '../warehouse/values.ts';
import type { Perform } from './perform.ts';
import { requiredTenantOption } from './tenant_option.ts';

interface LoadOptions {
  readonly tenant: string;
  readonly period?: string;
  readonly again?: boolean;
  readonly replace?: boolean;
}

export function addLoadCommand(program: Command, perform: Perform): void {
  program
    .command('load')
    .description('load CSV files of one kind; a bad file is refused whole, a known one changes nothing')
    .addArgument(new Argument('<kind>', 'what the files hold').choices(SOURCE_KIND_NAMES))
    .argument('<files...>', 'CSV files in UTF-8 with a header')
    .addOption(requiredTenantOption())
    .option('--period <month>', 'YYYY-MM: the period of files that have no period_label column')
    .option('--again', 'stage1, stage3: bring a known file that was superseded back into force')
    .option('--replace', 'hierarchy: the file is all there is; remove the rows that it does not hold')
    .action((kind: SourceKindName, files: string[], options: LoadOptions, command: Command) =>
      perform(
        command,
        async (session) => {
          const loaded = await loadFiles(
            {
              kind,
              files,
              tenantId: options.tenant,
              periodLabel: periodLabel(kind, options),
              ...waysOfLoading(kind, files, options),
              actor: session.actor,
            },
            await session.graph(),
            await session.warehouse(),
            {
              signal: session.signal,
              onRows: (file, rowCount) => {
                session.terminal.progress.update(`${file}: ${rowCount.toLocaleString('en-US')} rows read`);
              },
            },
          );
          return loadReport(loaded);
        },
        'created',
      ),
    );
}

function periodLabel(kind: SourceKindName, { period }: LoadOptions): string | null {
  if (period === undefined) return null;
  if (!sourceKind(kind).hasPeriod) {
    throw new CallError({
      code: 'UNEXPECTED_PERIOD',
      message: `A ${kind} file is of no period`,
      value: period,
      allowed: 'no --period',
    });
  }
  return parsePeriod(period);
}

function waysOfLoading(
  kind: SourceKindName,
  files: readonly string[],
  { again = false, replace = false }: LoadOptions,
): Pick<LoadRequest, 'reinstates' | 'replacesAll'> {
  if (again && !sourceKind(kind).hasPeriod) {
    throw new CallError({
      code: 'UNEXPECTED_AGAIN',
      message: `A ${kind} file is merged, so it is never superseded`,
      allowed: '--again with stage1 and stage3',
    });
  }
  if (replace && (kind !== 'hierarchy' || files.length > 1)) {
    throw new CallError({
      code: 'UNEXPECTED_REPLACE',
      message:
        kind === 'hierarchy' ? 'One file is all there is, not several' : `A ${kind} file replaces no rows`,
      allowed: '--replace with one hierarchy file',
    });
  }
  return { reinstates: again, replacesAll: replace };
}

function loadReport(loaded: readonly LoadedFile[]): Report {
  const outcomes = loaded.flatMap((file) => file.outcomes.map((outcome) => ({ file, outcome })));
  const changed = outcomes.some(({ outcome }) => outcome.outcome === 'LOADED');
  return {
    document: { files: loaded.map(fileDocument) },
    text: (style) =>
      [
        tableText(
          outcomes,
          [
            { heading: 'file', cell: ({ file }) => file.file },
            { heading: 'period', cell: ({ outcome }) => outcome.period_label ?? null },
            { heading: 'rows', cell: ({ file }) => BigInt(file.rowCount) },
            { heading: 'outcome', cell: ({ outcome }) => outcomeInWords(outcome) },
            { heading: 'snapshot', cell: ({ outcome }) => outcome.snapshot_id ?? null },
          ],
          style,
        ),
        ...loaded.flatMap(({ file, notes }) =>
          notes.map((note) => `${printable(file)}: ${style.asCalled(note)}\n`),
        ),
        changed ? nextText('keyfast run', style) : 'Nothing changed: all of it was loaded already.\n',
      ].join(''),
  };
}

function outcomeInWords(outcome: Row): Value {
  if (outcome.outcome !== 'ALREADY_LOADED') return ['loaded', ...changesInWords(outcome)].join(', ');
  return outcome.is_in_force === false ? 'loaded already, superseded since' : 'loaded already';
}

/** Of a file that is merged: how many rows it changed, and how many `--replace` removed. */
function changesInWords({ changed_count, removed_count }: Row): string[] {
  if (typeof changed_count !== 'bigint') return [];
  const changed = `${changed_count} changed`;
  return typeof removed_count === 'bigint' && removed_count > 0n
    ? [changed, `${removed_count} removed`]
    : [changed];
}

function fileDocument(file: LoadedFile): Record<string, unknown> {
  return {
    file: file.file,
    file_digest: file.fileDigest,
    row_count: file.rowCount,
    blank_line_count: file.blankLineCount,
    notes: file.notes,
    outcomes: file.outcomes,
  };
}
