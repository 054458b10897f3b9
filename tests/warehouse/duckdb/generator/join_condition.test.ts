import { describe, expect, test } from 'vitest';
import type {
  FunctionCall,
  ResolvedColumn,
  ResolvedExpression,
} from '../../../../scripts/googlesql/resolved_expressions.ts';
import type { JoinScan, TableScan } from '../../../../scripts/googlesql/resolved_scans.ts';
import { hashableCondition } from '../../../../scripts/warehouse/duckdb/generator/join_condition.ts';

const STRING = { kind: 'STRING' } as const;
const BOOL = { kind: 'BOOL' } as const;

function column(id: number, tableName: string, name: string): ResolvedColumn {
  return { id, name, tableName, type: STRING };
}

const ASSIGNED = [column(1, 'assigned', 'name')];
const SEEN = [column(2, 'seen', 'name'), column(3, 'seen', 'fault')];

function table(name: string, columnList: readonly ResolvedColumn[]): TableScan {
  return { kind: 'TableScan', table: name, columnList };
}

function read(columns: readonly ResolvedColumn[], name: string): ResolvedExpression {
  return {
    kind: 'ColumnRef',
    type: STRING,
    column: columns.find((one) => one.name === name)!,
    isCorrelated: false,
  };
}

function call(
  name: string,
  signature: string,
  argumentList: readonly ResolvedExpression[],
  type: FunctionCall['type'] = BOOL,
): FunctionCall {
  return {
    kind: 'FunctionCall',
    function: name,
    signature,
    type,
    argumentList,
    errorMode: 'DEFAULT_ERROR_MODE',
  };
}

const SEEN_NAME = read(SEEN, 'name');
const SAME_NAME = call('$equal', '$equal(STRING, STRING)', [read(ASSIGNED, 'name'), SEEN_NAME]);
const IS_SOUND = call('$is_null', '$is_null(STRING)', [read(SEEN, 'fault')]);
const BOTH = call('$and', '$and(BOOL, BOOL...)', [SAME_NAME, IS_SOUND]);
const SAME_SOUND_NAME = call('$equal', '$equal(STRING, STRING)', [
  read(ASSIGNED, 'name'),
  call(
    'if',
    'if(BOOL, STRING, STRING)',
    [IS_SOUND, SEEN_NAME, { kind: 'Literal', type: STRING, value: null }],
    STRING,
  ),
]);

function join(joinType: JoinScan['joinType'], joinExpr: ResolvedExpression): JoinScan {
  return {
    kind: 'JoinScan',
    joinType,
    leftScan: table('seen', SEEN),
    rightScan: table('assigned', ASSIGNED),
    joinExpr,
    columnList: [...SEEN, ...ASSIGNED],
  };
}

describe('the condition of an outer join', () => {
  test('takes what it asks of the side that it keeps into the key of the equality', () => {
    expect(hashableCondition(join('LEFT', BOTH))).toEqual(SAME_SOUND_NAME);
  });

  test('stays as it is when it asks something of the other side alone', () => {
    expect(hashableCondition(join('RIGHT', BOTH))).toBe(BOTH);
  });

  test('stays as it is without an equality', () => {
    expect(hashableCondition(join('LEFT', IS_SOUND))).toBe(IS_SOUND);
  });
});

describe('the condition of another join', () => {
  test.each(['INNER', 'FULL'] as const)('stays as it is: %s', (joinType) => {
    expect(hashableCondition(join(joinType, BOTH))).toBe(BOTH);
  });
});
