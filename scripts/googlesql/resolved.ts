import type { Value } from '../warehouse/values.ts';
import { enumValueName } from './enums.ts';
import { FIELDS_WITHOUT_EFFECT, NEUTRAL_ENUM_VALUES, NODE_FIELDS, type NodeKind } from './node_fields.ts';
import type { FieldDefinition, Message, Protocol, TypeProto, ValueProto } from './protocol.ts';
import type { ResolvedColumn, TextRange } from './resolved_expressions.ts';
import type { ResolvedStatement, TypeParameters } from './resolved_statements.ts';
import { functionName, signatureName, type SignatureProto } from './signature.ts';
import { isSupported, typeFromProto } from './types.ts';
import { valueFromProto } from './values.ts';

/** The analyser understood something that this project's SQL doesn't use. */
export class UnsupportedNode extends Error {
  constructor(
    readonly what: string,
    readonly location: TextRange | undefined,
  ) {
    super(`${what} isn't supported by this project's SQL.`);
  }
}

type Field = readonly [definition: FieldDefinition, value: unknown];

function isNeutral(value: unknown): boolean {
  if (
    value === undefined ||
    value === null ||
    value === false ||
    value === '' ||
    value === 0 ||
    value === '0'
  ) {
    return true;
  }
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object') return Object.values(value).every(isNeutral);
  return NEUTRAL_ENUM_VALUES.has(value);
}

function isNodeKind(kind: string): kind is NodeKind {
  return Object.hasOwn(NODE_FIELDS, kind);
}

interface ColumnProto {
  readonly columnId: string;
  readonly name: string;
  readonly tableName: string;
  readonly type: TypeProto;
}

interface TypeParametersProto {
  readonly stringTypeParameters?: { readonly maxLength?: string };
  readonly numericTypeParameters?: { readonly precision?: string; readonly scale?: string };
  readonly childList: readonly TypeParametersProto[];
}

function typeParameters(proto: TypeParametersProto): TypeParameters {
  const { maxLength } = proto.stringTypeParameters ?? {};
  const { precision, scale } = proto.numericTypeParameters ?? {};
  return {
    ...(maxLength === undefined ? {} : { maxLength: Number(maxLength) }),
    ...(precision === undefined ? {} : { precision: Number(precision) }),
    ...(scale === undefined ? {} : { scale: Number(scale) }),
    children: proto.childList.map(typeParameters),
  };
}

function column(proto: ColumnProto): ResolvedColumn {
  return {
    id: Number(proto.columnId),
    name: proto.name,
    tableName: proto.tableName,
    type: typeFromProto(proto.type),
  };
}

function literalValue({
  type: typeProto,
  value,
}: {
  readonly type: TypeProto;
  readonly value: ValueProto;
}): Value {
  const type = typeFromProto(typeProto);
  if (type.kind === 'ENUM' && value.enumValue !== undefined) return enumValueName(type.name, value.enumValue);
  return isSupported(type) ? valueFromProto(value, type) : null;
}

/** Messages that are no nodes, and what stands for them in the tree. */
const MESSAGES: Readonly<Record<string, (message: Message) => unknown>> = {
  TypeProto: (message) => typeFromProto(message as unknown as TypeProto),
  ResolvedColumnProto: (message) => column(message as unknown as ColumnProto),
  ValueWithTypeProto: (message) => literalValue(message as { type: TypeProto; value: ValueProto }),
  TypeParametersProto: (message) => typeParameters(message as unknown as TypeParametersProto),
  TableRefProto: (message) => message.fullName ?? message.name,
};

/**
 * Reads the service's tree, in which every node is wrapped once for each class that it derives from, into the plain
 * one of `resolved_statements.ts`. Throws `UnsupportedNode`.
 */
export class ResolvedTreeReader {
  readonly #fields = new Map<string, ReadonlyMap<string, FieldDefinition>>();

  /** `indexOfByte` turns a byte of the script into an index of its text. */
  constructor(
    private readonly protocol: Protocol,
    private readonly indexOfByte: (byte: number) => number,
  ) {}

  statement(message: Message): ResolvedStatement {
    return this.message(message, 'AnyResolvedStatementProto', undefined) as ResolvedStatement;
  }

  private message(message: Message, type: string, around: TextRange | undefined): unknown {
    if (type.startsWith('AnyResolved')) return this.wrapped(message, type, around);
    const read = MESSAGES[type];
    return read === undefined ? this.node(message, type, around) : read(message);
  }

  private wrapped(message: Message, type: string, around: TextRange | undefined): unknown {
    const name = message.node as string;
    const inner = this.definitions(type).get(name);
    if (inner === undefined) throw new TypeError(`${type} has no ${name}.`);
    return this.message(message[name] as Message, inner.typeName, around);
  }

  private node(message: Message, type: string, around: TextRange | undefined): unknown {
    const kind = type.replace(/^Resolved/, '').replace(/Proto$/, '');
    const fields = new Map([...this.inherited(message, type)].map((field) => [field[0].name, field]));
    const range = fields.get('parseLocationRange')?.[1] as { start: number; end: number } | undefined;
    const location =
      range === undefined
        ? undefined
        : { start: this.indexOfByte(range.start), end: this.indexOfByte(range.end) };
    fields.delete('parseLocationRange');
    if (!isNodeKind(kind)) throw new UnsupportedNode(kind, location ?? around);

    const node: Record<string, unknown> = { kind, ...(location === undefined ? {} : { location }) };
    for (const [name, field] of fields) {
      if (Object.hasOwn(NODE_FIELDS[kind], name)) {
        const value = this.value(field, fields, location ?? around);
        if (value !== undefined) node[name] = value;
      } else if (!FIELDS_WITHOUT_EFFECT.has(name) && !isNeutral(field[1])) {
        throw new UnsupportedNode(`${kind}.${name}`, location ?? around);
      }
    }
    return node;
  }

  private value(
    [definition, value]: Field,
    siblings: ReadonlyMap<string, Field>,
    around: TextRange | undefined,
  ): unknown {
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value)) {
      return value.map((element: unknown) => this.value([definition, element], siblings, around));
    }
    switch (definition.typeName) {
      case 'FunctionRefProto':
        return functionName((value as { name: string }).name);
      case 'FunctionSignatureProto':
        return signatureName(
          (siblings.get('function')?.[1] as { name: string }).name,
          value as SignatureProto,
        );
    }
    if (definition.type === 'TYPE_MESSAGE')
      return this.message(value as Message, definition.typeName, around);
    return definition.type === 'TYPE_INT64' ? Number(value) : value;
  }

  /** The fields of a message and of the messages that it derives from. */
  private *inherited(message: Message, type: string): Generator<Field> {
    for (const definition of this.definitions(type).values()) {
      const value = message[definition.name];
      if (definition.name !== 'parent') yield [definition, value];
      else if (value !== undefined && value !== null)
        yield* this.inherited(value as Message, definition.typeName);
    }
  }

  private definitions(type: string): ReadonlyMap<string, FieldDefinition> {
    let fields = this.#fields.get(type);
    if (fields === undefined) {
      fields = new Map(this.protocol.fields(type)?.map((field) => [field.name, field]));
      this.#fields.set(type, fields);
    }
    return fields;
  }
}
