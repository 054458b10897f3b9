import {
  loadSync,
  type MessageTypeDefinition,
  type PackageDefinition,
  type ServiceDefinition,
} from '@grpc/proto-loader';
import { join } from 'node:path';
import { GOOGLESQL_ROOT } from './server.ts';

/** A protocol buffer as the loader decodes it: 64-bit integers and enumerations as text, absent fields undefined, lists never absent. */
export type Message = Readonly<Record<string, unknown>>;

export interface TypeProto {
  readonly typeKind: string;
  readonly arrayType?: { readonly elementType: TypeProto };
  readonly structType?: {
    readonly field: readonly { readonly fieldName?: string; readonly fieldType: TypeProto }[];
  };
  readonly enumType?: { readonly enumName: string };
}

export interface TimestampProto {
  /** Absent when 0, as is the other. */
  readonly seconds?: string;
  readonly nanos?: number;
}

/** Of NULL no field is set. */
export interface ValueProto {
  readonly boolValue?: boolean;
  readonly int64Value?: string;
  readonly doubleValue?: number;
  readonly stringValue?: string;
  readonly bytesValue?: Uint8Array;
  /** Days since 1970-01-01. */
  readonly dateValue?: number;
  readonly timestampValue?: TimestampProto;
  /** Little-endian two's complement of the value × 10⁹, as short as its sign allows. */
  readonly numericValue?: Uint8Array;
  readonly enumValue?: number;
  readonly arrayValue?: { readonly element: readonly ValueProto[] };
  readonly structValue?: { readonly field: readonly ValueProto[] };
}

export interface SimpleColumnProto {
  readonly name: string;
  readonly type: TypeProto;
}

export interface SimpleTableProto {
  readonly name: string;
  readonly serializationId: number;
  readonly column: readonly SimpleColumnProto[];
}

export interface TableContent {
  readonly tableData?: { readonly row: readonly { readonly cell: readonly ValueProto[] }[] };
}

/** One field of a message's definition. */
export interface FieldDefinition {
  readonly name: string;
  /** `TYPE_MESSAGE`, `TYPE_ENUM`, `TYPE_INT64` … */
  readonly type: string;
  /** Of a message or enumeration, relative to the `zetasql` package. */
  readonly typeName: string;
  readonly label: string;
}

/** The definition of the whole protocol, read from the package's `.proto` files. */
export class Protocol {
  readonly #definitions: PackageDefinition;

  constructor() {
    this.#definitions = loadSync('local_service.proto', {
      includeDirs: [join(GOOGLESQL_ROOT, 'protos')],
      longs: String,
      enums: String,
      oneofs: true,
      arrays: true,
    });
  }

  get service(): ServiceDefinition {
    return this.#definitions['zetasql.local_service.ZetaSqlLocalService'] as ServiceDefinition;
  }

  /** The fields of a message such as `ResolvedJoinScanProto`; undefined when there is no message of that name. */
  fields(message: string): readonly FieldDefinition[] | undefined {
    const definition = this.#definitions[`zetasql.${message}`] as
      MessageTypeDefinition<object, object> | undefined;
    return (definition?.type as { field?: readonly FieldDefinition[] } | undefined)?.field;
  }
}
