import { describe, expect, it } from 'vitest';
import {
  parameterType,
  parameterValue,
  queryParameters,
} from '../../../scripts/warehouse/bigquery/query_parameters.ts';

describe('query parameters', () => {
  it('have the type of their name, NULLs too', () => {
    expect(queryParameters({ tenant_id: 'acme', period_label: null })).toEqual([
      { name: 'tenant_id', parameterType: { type: 'STRING' }, parameterValue: { value: 'acme' } },
      { name: 'period_label', parameterType: { type: 'DATE' }, parameterValue: {} },
    ]);
  });

  it('are refused when their name has no type', () => {
    expect(() => queryParameters({ nonsense: 1n })).toThrow(
      'The parameter @nonsense has no type in scripts/dataform/parameters.ts.',
    );
  });

  it('carry arrays and structs', () => {
    const type = {
      kind: 'ARRAY',
      element: {
        kind: 'STRUCT',
        fields: [
          { name: 'n', type: { kind: 'INT64' } },
          { name: 'digest', type: { kind: 'BYTES' } },
        ],
      },
    } as const;

    expect(parameterType(type)).toEqual({
      type: 'ARRAY',
      arrayType: {
        type: 'STRUCT',
        structTypes: [
          { name: 'n', type: { type: 'INT64' } },
          { name: 'digest', type: { type: 'BYTES' } },
        ],
      },
    });
    expect(
      parameterValue([{ n: 9007199254740993n, digest: new Uint8Array([0, 255]) }, { n: null }], type),
    ).toEqual({
      arrayValues: [
        { structValues: { n: { value: '9007199254740993' }, digest: { value: 'AP8=' } } },
        { structValues: { n: {}, digest: {} } },
      ],
    });
  });
});
