import type { Printer } from 'prettier';
import { builders } from 'prettier/doc';
import { parsers, printers } from 'prettier-plugin-sql-cst';

const { group, indent, line } = builders;

const sql = printers['sql-cst'] as Printer<{ readonly type: string }>;

/**
 * GoogleSQL as `prettier-plugin-sql-cst` formats it, apart from a WHEN that doesn't fit on one line: its result gets a
 * line of its own, because the plugin would break its condition and its result into one ragged block.
 */
export const googlesqlPrinter: typeof sql = {
  ...sql,
  print(path, options, print, args) {
    if (path.node.type !== 'case_when') return sql.print(path, options, print, args);
    const condition = group(indent(indent(print('condition'))));
    return group([print('whenKw'), ' ', condition, ' ', print('thenKw'), indent([line, print('result')])]);
  },
};

export const googlesqlParser = { ...parsers.bigquery, astFormat: 'googlesql' };
