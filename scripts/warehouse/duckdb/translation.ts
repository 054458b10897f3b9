import type { Column, GoogleSqlType } from '../values.ts';

/** One command to DuckDB, with the parameters that it names as `$name`. */
export interface Command {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, GoogleSqlType>>;
}

/** What one GoogleSQL statement becomes. All of these are plain JSON, to be kept in a file. */
export type TranslatedStatement =
  | { readonly kind: 'begin' | 'commit' | 'rollback' }
  | { readonly kind: 'query'; readonly command: Command; readonly columns: readonly Column[] }
  /** All commands or none take effect. */
  | {
      readonly kind: 'commands';
      readonly commands: readonly Command[];
      /** What they create for the rest of the script, by the name in SQL. */
      readonly temporaryTable?: string;
    };

/** Where a statement or a fault stands. */
export interface Place {
  /** Which one of the action's compiled texts. */
  readonly text: number;
  readonly index: number;
}

export interface PlacedStatement {
  readonly statement: TranslatedStatement;
  readonly place: Place;
}

export interface PlacedFault {
  readonly code: 'SQL_ERROR' | 'UNSUPPORTED_SQL';
  readonly message: string;
  readonly place: Place;
}

/** What an action's run is: a script's statements, or nothing but what is wrong with it. */
export interface TranslatedScript {
  readonly fileName: string;
  /** Its compiled texts. */
  readonly texts: readonly string[];
  readonly statements: readonly PlacedStatement[];
  readonly faults: readonly PlacedFault[];
}

export interface TranslatedGraph {
  /** By `project.dataset.table`. Of a table, what creates it; of an assertion, what creates its view and reads it. */
  readonly actions: Readonly<Record<string, TranslatedScript>>;
  /** By the unit test's name. */
  readonly tests: Readonly<
    Record<string, { readonly actual: TranslatedScript; readonly expected: TranslatedScript }>
  >;
}
