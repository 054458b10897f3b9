import type { Command } from 'commander';
import { codePoints, codePointsText } from '../terminal/code_points.ts';
import { quoted } from '../terminal/printable.ts';
import type { Report } from '../terminal/report.ts';
import type { Style } from '../terminal/style.ts';
import { valueText } from '../terminal/table.ts';
import type { Row, Value } from '../warehouse/values.ts';
import { kindArgument } from './alias.ts';
import { addListCommand, DRIFT } from './lists.ts';
import type { Perform } from './perform.ts';
import { quarantineReason } from './quarantine_reason.ts';
import { similarName } from './suggestion.ts';
import { requiredTenantOption } from './tenant_option.ts';

export function addIdsCommands(program: Command, perform: Perform): void {
  const ids = program.command('ids').description('where an id comes from');

  ids
    .command('explain')
    .description('what the formulas make of a name, and what was assigned; assigns nothing')
    .addArgument(kindArgument())
    .argument('<name>', 'as a source writes it')
    .addOption(requiredTenantOption())
    .action((kind: string, name: string, options: { tenant: string }, command: Command) =>
      perform(command, async (session) => {
        const result = await session.procedure('explain_identity', { tenant_id: options.tenant, kind, name });
        const [explanation] = result.rows;
        if (!explanation) throw new Error('explain_identity gives one row');
        const isUnknown = [
          explanation.assigned_id,
          explanation.quarantine_reason,
          explanation.withheld_reason,
        ].every((known) => known === null);
        const similar = isUnknown ? await similarName(session, { ...options, kind, name }) : undefined;
        return explanationReport({ ...explanation, similar_name: similar ?? null }, name);
      }),
    );

  addListCommand(ids, perform, DRIFT);
}

function explanationReport(explanation: Row, name: string): Report {
  const normalized = typeof explanation.normalized_name === 'string' ? explanation.normalized_name : '';
  return {
    document: {
      ...explanation,
      raw_code_points: codePoints(name),
      normalized_code_points: codePoints(normalized),
    },
    text: (style) => {
      const spelled = name !== normalized || /[^\x20-\x7e]/.test(name); // the code points are what matters then
      return [
        line('name', quoted(name), style),
        spelled ? line('', codePointsText(name), style) : '',
        line('normalised', quoted(normalized), style),
        line('', spelled ? codePointsText(normalized) : 'the same: plain ASCII, normalised already', style),
        ...idLines(explanation, style),
        ...aliasLines(explanation, style),
      ].join('');
    },
  };
}

function idLines(explanation: Row, style: Style): string[] {
  const reason = explanation.quarantine_reason;
  if (typeof reason === 'string') {
    return [
      line(
        'id',
        `${style.yellow('none')}: the name ${quarantineReason(reason)}, so it is quarantined`,
        style,
      ),
    ];
  }
  const formulaId = shown(explanation.formula_id);
  return [
    line('scope', quoted(typeof explanation.scope_text === 'string' ? explanation.scope_text : ''), style),
    line(shown(explanation.digest_algorithm), shown(explanation.full_digest), style),
    line('formula', `${formulaId}, version ${shown(explanation.formula_version)}`, style),
    ...assignmentLines(explanation, formulaId, style),
  ];
}

function assignmentLines(explanation: Row, formulaId: string, style: Style): string[] {
  if (typeof explanation.withheld_because === 'string') {
    return [
      line('id', `${style.yellow('none')}: ${explanation.withheld_because}, so it is quarantined`, style),
      line('way out', style.asCalled(shown(explanation.way_out)), style),
    ];
  }
  if (typeof explanation.assigned_id !== 'string') {
    return [
      line('id', 'not assigned yet; the next run that meets the name assigns it', style),
      typeof explanation.similar_name === 'string'
        ? line('similar', `${quoted(explanation.similar_name)} has one: was that meant?`, style)
        : '',
    ];
  }
  const kept =
    explanation.assigned_id === formulaId ? '' : ', which today’s formula would not give; it is kept';
  const source = shown(explanation.assigned_source).toLowerCase();
  const version = shown(explanation.assigned_formula_version);
  return [
    line('id', `${style.green(explanation.assigned_id)}${kept}`, style),
    line('assigned', `${shown(explanation.assigned_at)}, by run ${shown(explanation.assigned_by)}`, style),
    line('source', `${source} under version ${version}, for ${shown(explanation.assigned_raw_name)}`, style),
  ];
}

function aliasLines(explanation: Row, style: Style): string[] {
  if (typeof explanation.canonical_id !== 'string') return [];
  return [
    line('alias of', `${shown(explanation.canonical_name)} (${explanation.canonical_id})`, style),
    line('', `since ${shown(explanation.alias_added_at)}, by ${shown(explanation.alias_added_by)}`, style),
    line('', `because: ${shown(explanation.alias_reason)}`, style),
  ];
}

function shown(value: Value | undefined): string {
  return valueText(value ?? null);
}

function line(label: string, text: string, style: Style): string {
  return `${style.dim(label.padEnd(11))} ${text}\n`;
}
