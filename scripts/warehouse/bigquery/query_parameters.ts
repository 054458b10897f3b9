import { PARAMETER_TYPES } from '../../dataform/parameters.ts';
import type { GoogleSqlType, Parameters, Value } from '../values.ts';

/** `QueryParameterType` of BigQuery's REST interface. */
export interface WireParameterType {
  readonly type: string;
  readonly arrayType?: WireParameterType;
  readonly structTypes?: { readonly name: string; readonly type: WireParameterType }[];
}

/** `QueryParameterValue`: a NULL has no value, but keeps its type. */
export interface WireParameterValue {
  readonly value?: string;
  readonly arrayValues?: WireParameterValue[];
  readonly structValues?: Record<string, WireParameterValue>;
}

export interface WireParameter {
  readonly name: string;
  readonly parameterType: WireParameterType;
  readonly parameterValue: WireParameterValue;
}

/**
 * Named parameters, each with the type it has in the whole project. The client would guess types from JavaScript values, and
 * can't for NULLs.
 */
export function queryParameters(parameters: Parameters): WireParameter[] {
  return Object.entries(parameters).map(([name, value]) => {
    const type = PARAMETER_TYPES[name];
    if (!type) throw new TypeError(`The parameter @${name} has no type in scripts/dataform/parameters.ts.`);
    return { name, parameterType: parameterType(type), parameterValue: parameterValue(value, type) };
  });
}

export function parameterType(type: GoogleSqlType): WireParameterType {
  if (type.kind === 'ARRAY') return { type: 'ARRAY', arrayType: parameterType(type.element) };
  if (type.kind === 'STRUCT') {
    const structTypes = type.fields.map((field) => ({ name: field.name, type: parameterType(field.type) }));
    return { type: 'STRUCT', structTypes };
  }
  return { type: type.kind };
}

export function parameterValue(value: Value, type: GoogleSqlType): WireParameterValue {
  if (value === null) return {};
  if (type.kind === 'ARRAY' && Array.isArray(value)) {
    return {
      arrayValues: (value as readonly Value[]).map((element) => parameterValue(element, type.element)),
    };
  }
  if (type.kind === 'STRUCT' && isStruct(value)) {
    const values = type.fields.map(({ name, type: fieldType }) => [
      name,
      parameterValue(value[name] ?? null, fieldType),
    ]);
    return { structValues: Object.fromEntries(values) as Record<string, WireParameterValue> };
  }
  if (value instanceof Uint8Array) return { value: Buffer.from(value).toString('base64') };
  if (typeof value === 'object')
    throw new TypeError(`A ${type.kind} parameter was given a value of another type.`);
  return { value: String(value) };
}

function isStruct(value: Value): value is Readonly<Record<string, Value>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}
