import type { TypeProto } from './protocol.ts';
import { typeFromProto, typeName } from './types.ts';

interface ArgumentProto {
  readonly kind: string;
  readonly type?: TypeProto;
  readonly options?: { readonly cardinality?: string };
  readonly numOccurrences?: number;
}

export interface SignatureProto {
  readonly argument: readonly ArgumentProto[];
}

/** `ZetaSQL:concat` and `keyfast:edit_distance` → the name alone. */
export function functionName(qualified: string): string {
  return qualified.replace(/^[^:]*:/, '');
}

/** `concat(STRING, STRING...)`: see `FunctionCall.signature`. */
export function signatureName(qualifiedFunction: string, signature: SignatureProto): string {
  const argumentNames = signature.argument.flatMap(({ kind, type, options, numOccurrences }) => {
    const name = type === undefined ? kind : typeName(typeFromProto(type));
    if (options?.cardinality === 'REPEATED') return [`${name}...`];
    return numOccurrences === 0 ? [] : [name];
  });
  return `${functionName(qualifiedFunction)}(${argumentNames.join(', ')})`;
}
