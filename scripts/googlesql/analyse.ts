import type { Column, GoogleSqlType } from '../warehouse/values.ts';
import { ByteOffsets } from './byte_offsets.ts';
import { endOfStatement, skipBlanks } from './blanks.ts';
import type { Catalog } from './catalog.ts';
import type { GoogleSqlClient, GoogleSqlError, NamedType, Outcome } from './client.ts';
import { ResolvedTreeReader, UnsupportedNode } from './resolved.ts';
import type { ResolvedColumn, TextRange } from './resolved_expressions.ts';
import type { AlterAction, ResolvedStatement } from './resolved_statements.ts';
import { isSupported, typeName, typeToProto } from './types.ts';

/** What is wrong at an index of a script's text. */
export interface AnalysisError {
  readonly message: string;
  readonly index: number;
}

export interface AnalysedStatement {
  /** Without the blanks and comments before it and without its semicolon. */
  readonly range: TextRange;
  readonly tree: ResolvedStatement;
}

export interface AnalysedScript {
  readonly text: string;
  readonly statements: readonly AnalysedStatement[];
  /** Every error that was found; a statement that has one isn't among the statements. */
  readonly errors: readonly AnalysisError[];
}

/** The columns as the catalog keeps them. Throws `UnsupportedNode` for a type that this project doesn't use. */
export function columnsOf(
  columns: readonly {
    readonly name: string;
    readonly column: ResolvedColumn;
    readonly location?: TextRange;
  }[],
): Column[] {
  return columns.map(({ name, column: { type }, location }) => {
    if (!isSupported(type))
      throw new UnsupportedNode(`The type ${typeName(type)} of the column ${name}`, location);
    return { name, type };
  });
}

/** Analyses scripts against a catalog that follows what they create and drop. */
export class Analyser {
  #registeredId: string | undefined;
  /** `lacking`: only tables have been added since the catalog was registered, which a statement that fails may need. */
  #registered: 'current' | 'lacking' | 'wrong' = 'wrong';

  constructor(
    private readonly client: GoogleSqlClient,
    private readonly catalog: Catalog,
  ) {}

  async analyseScript(
    text: string,
    parameterTypes: Readonly<Record<string, GoogleSqlType>>,
  ): Promise<AnalysedScript> {
    const parameters = Object.entries(parameterTypes).map(([name, type]) => ({
      name,
      type: typeToProto(type),
    }));
    const offsets = new ByteOffsets(text);
    const reader = new ResolvedTreeReader(this.client.protocol, (byte) => offsets.indexOfByte(byte));
    const statements: AnalysedStatement[] = [];
    const errors: AnalysisError[] = [];
    const temporary: string[] = [];

    for (let byte = 0, start = skipBlanks(text, 0); start < text.length;) {
      const location = { input: text, bytePosition: byte, allowResume: true } as const;
      const analysed = await this.analyseNext(location, parameters);
      const next = analysed.ok ? analysed.value.resumeAt : await this.resumeAfterError(location);
      const end = next === undefined ? text.length : offsets.indexOfByte(next);
      const range = { start, end: endOfStatement(text, start, end) };
      if (analysed.ok) {
        try {
          const tree = reader.statement(analysed.value.statement);
          temporary.push(...this.follow(tree));
          statements.push({ range, tree });
        } catch (error) {
          if (!(error instanceof UnsupportedNode)) throw error;
          errors.push({ message: error.message, index: error.location?.start ?? start });
        }
      } else {
        errors.push(errorAt(analysed.error, offsets, start));
      }
      if (next === undefined) break;
      byte = next;
      start = skipBlanks(text, end);
    }
    for (const table of temporary) this.drop(table);
    return { text, statements, errors };
  }

  /** Adds a table or replaces one, for the scripts to come. */
  define(table: string, columns: readonly Column[]): void {
    const known = this.catalog.columns(table);
    if (known === undefined) {
      if (this.#registered === 'current') this.#registered = 'lacking';
    } else if (JSON.stringify(known) !== JSON.stringify(columns)) {
      this.#registered = 'wrong';
    }
    this.catalog.define(table, columns);
  }

  private drop(table: string): void {
    this.catalog.drop(table);
    this.#registered = 'wrong';
  }

  /** Registering takes twenty times as long as analysing, so it waits until a statement misses something. */
  private async analyseNext(
    location: Parameters<GoogleSqlClient['analyseNext']>[0],
    parameters: readonly NamedType[],
  ): ReturnType<GoogleSqlClient['analyseNext']> {
    const first = await this.client.analyseNext(location, await this.catalogId(false), parameters);
    if (first.ok || this.#registered === 'current') return first;
    return this.client.analyseNext(location, await this.catalogId(true), parameters);
  }

  private async catalogId(current: boolean): Promise<string> {
    if (
      this.#registeredId === undefined ||
      this.#registered === 'wrong' ||
      (current && this.#registered === 'lacking')
    ) {
      if (this.#registeredId !== undefined) await this.client.unregisterCatalog(this.#registeredId);
      this.#registeredId = await this.client.registerCatalog(this.catalog.toProto());
      this.#registered = 'current';
    }
    return this.#registeredId;
  }

  /** Where the next statement begins; nobody knows when this one doesn't even parse. */
  private async resumeAfterError(
    location: Parameters<GoogleSqlClient['skipNext']>[0],
  ): Promise<number | undefined> {
    const next: Outcome<number> = await this.client.skipNext(location);
    return next.ok ? next.value : undefined;
  }

  /** Gives the names of temporary tables, which end with the script. */
  private follow(statement: ResolvedStatement): string[] {
    switch (statement.kind) {
      case 'CreateTableStmt':
      case 'CreateTableAsSelectStmt':
      case 'CreateViewStmt': {
        const table = statement.namePath.join('.');
        const definitions =
          statement.kind === 'CreateViewStmt' ? statement.outputColumnList : statement.columnDefinitionList;
        const columns = columnsOf(definitions);
        const keep =
          statement.createMode === 'CREATE_IF_NOT_EXISTS' && this.catalog.columns(table) !== undefined;
        if (!keep) this.define(table, columns);
        return statement.createScope === 'CREATE_TEMP' ? [table] : [];
      }
      case 'AlterTableStmt': {
        const table = statement.namePath.join('.');
        const known = this.catalog.columns(table);
        if (known !== undefined) this.define(table, withAdded(known, statement.alterActionList));
        return [];
      }
      case 'DropStmt':
        this.drop(statement.namePath.join('.'));
        return [];
      default:
        return [];
    }
  }
}

/**
 * The columns of a table after ADD COLUMN. RENAME TO is not followed: a rename takes an earlier version's table out of the
 * way of the relation that the graph has under this name, and that one is what other scripts find there.
 */
function withAdded(known: readonly Column[], actions: readonly AlterAction[]): Column[] {
  const added = actions.flatMap((action) =>
    action.kind === 'AddColumnAction' ? [action.columnDefinition] : [],
  );
  const missing = added.filter(({ name }) => !known.some((column) => column.name === name));
  return [...known, ...columnsOf(missing)];
}

function errorAt({ message, position }: GoogleSqlError, offsets: ByteOffsets, start: number): AnalysisError {
  return { message, index: position === undefined ? start : offsets.indexOfPosition(position) };
}
