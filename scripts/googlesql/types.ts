import type { GoogleSqlType } from '../warehouse/values.ts';
import type { TypeProto } from './protocol.ts';

/**
 * A type as the analyser gives it: ours, or one that only occurs as an argument (the date part of EXTRACT, the mode of
 * NORMALIZE are enumerations), or one that this project doesn't use and every reader must refuse.
 */
export type ResolvedType =
  | GoogleSqlType
  | { readonly kind: 'ENUM'; readonly name: string }
  | { readonly kind: 'UNSUPPORTED'; readonly name: string };

const KIND_OF_PROTO = {
  TYPE_BOOL: 'BOOL',
  TYPE_INT64: 'INT64',
  TYPE_DOUBLE: 'FLOAT64',
  TYPE_NUMERIC: 'NUMERIC',
  TYPE_STRING: 'STRING',
  TYPE_BYTES: 'BYTES',
  TYPE_DATE: 'DATE',
  TYPE_TIMESTAMP: 'TIMESTAMP',
} as const;
type ScalarKind = (typeof KIND_OF_PROTO)[keyof typeof KIND_OF_PROTO];

const PROTO_OF_KIND = Object.fromEntries(
  Object.entries(KIND_OF_PROTO).map(([proto, kind]) => [kind, proto]),
) as Readonly<Record<ScalarKind, keyof typeof KIND_OF_PROTO>>;

function isScalar(typeKind: string): typeKind is keyof typeof KIND_OF_PROTO {
  return Object.hasOwn(KIND_OF_PROTO, typeKind);
}

/** A STRUCT's field may have no name; BigQuery's own clients call it by its position, from 1. */
export function fieldName(name: string | undefined, index: number): string {
  return name === undefined || name === '' ? `_field_${index + 1}` : name;
}

export function isSupported(type: ResolvedType): type is GoogleSqlType {
  return type.kind !== 'ENUM' && type.kind !== 'UNSUPPORTED';
}

export function typeFromProto(proto: TypeProto): ResolvedType {
  if (isScalar(proto.typeKind)) return { kind: KIND_OF_PROTO[proto.typeKind] };
  if (proto.enumType !== undefined) {
    return { kind: 'ENUM', name: proto.enumType.enumName.replace(/^.*\./, '') };
  }
  if (proto.arrayType !== undefined) {
    const element = typeFromProto(proto.arrayType.elementType);
    return isSupported(element)
      ? { kind: 'ARRAY', element }
      : { kind: 'UNSUPPORTED', name: `ARRAY<${typeName(element)}>` };
  }
  if (proto.structType !== undefined) {
    const fields = proto.structType.field.map((field, index) => ({
      name: fieldName(field.fieldName, index),
      type: typeFromProto(field.fieldType),
    }));
    const supported = fields.flatMap(({ name, type }) => (isSupported(type) ? [{ name, type }] : []));
    return supported.length === fields.length
      ? { kind: 'STRUCT', fields: supported }
      : { kind: 'UNSUPPORTED', name: structName(fields) };
  }
  return { kind: 'UNSUPPORTED', name: proto.typeKind.replace(/^TYPE_/, '') };
}

export function typeToProto(type: GoogleSqlType): TypeProto {
  switch (type.kind) {
    case 'ARRAY':
      return { typeKind: 'TYPE_ARRAY', arrayType: { elementType: typeToProto(type.element) } };
    case 'STRUCT':
      return {
        typeKind: 'TYPE_STRUCT',
        structType: {
          field: type.fields.map((field) => ({ fieldName: field.name, fieldType: typeToProto(field.type) })),
        },
      };
    default:
      return { typeKind: PROTO_OF_KIND[type.kind] };
  }
}

function structName(fields: readonly { readonly name: string; readonly type: ResolvedType }[]): string {
  return `STRUCT<${fields.map((field) => `${field.name} ${typeName(field.type)}`).join(', ')}>`;
}

/** As GoogleSQL writes it: `ARRAY<STRING>`, `STRUCT<a INT64, b STRING>`. */
export function typeName(type: ResolvedType): string {
  switch (type.kind) {
    case 'ARRAY':
      return `ARRAY<${typeName(type.element)}>`;
    case 'STRUCT':
      return structName(type.fields);
    case 'ENUM':
    case 'UNSUPPORTED':
      return type.name;
    default:
      return type.kind;
  }
}
