import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';
import { WarehouseError } from '../errors.ts';
import { STATEMENT_KINDS } from './language.ts';
import {
  Protocol,
  type Message,
  type SimpleColumnProto,
  type SimpleTableProto,
  type TableContent,
  type TypeProto,
  type ValueProto,
} from './protocol.ts';
import { GoogleSqlServer } from './server.ts';

/** What the analyser or the reference implementation has against a text. */
export interface GoogleSqlError {
  readonly message: string;
  /** From 1, in lines and columns as the analyser counts them (see `byte_offsets.ts`); absent when it names no place. */
  readonly position?: { readonly line: number; readonly column: number };
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: GoogleSqlError };

export interface NamedType {
  readonly name: string;
  readonly type: TypeProto;
}

export interface NamedValue {
  readonly name: string;
  readonly value: ValueProto;
}

export interface ParseResumeLocation {
  readonly input: string;
  readonly bytePosition: number;
  readonly allowResume: true;
}

export interface CatalogProto {
  readonly table: readonly SimpleTableProto[];
  readonly customFunction: readonly Message[];
}

export interface PreparedQuery {
  readonly preparedQueryId: string;
  readonly columns: readonly SimpleColumnProto[];
}

const START_TIMEOUT_MS = 20_000;
const CALL_TIMEOUT_MS = 120_000;
/** The largest message either way: a fixture table or a resolved tree. */
const MESSAGE_BYTES = 500_000_000;

const OPTIONS = {
  'grpc.max_receive_message_length': MESSAGE_BYTES,
  'grpc.max_send_message_length': MESSAGE_BYTES,
  // The server takes half a second to listen; the default of one second between attempts would double that.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.min_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 100,
};

function serverFailed(message: string): WarehouseError {
  return new WarehouseError({ code: 'ANALYSER_FAILED', message: `Google's GoogleSQL analyser ${message}` });
}

/** `… [at 3:14]` is how the service gives the place. */
function googleSqlError(details: string): GoogleSqlError {
  const place = /^(?<message>[\s\S]*?)\s*\[at (?<line>\d+):(?<column>\d+)\]/.exec(details)?.groups;
  if (place === undefined) return { message: details };
  return {
    message: place.message ?? '',
    position: { line: Number(place.line), column: Number(place.column) },
  };
}

/** Typed calls of Google's GoogleSQL service. What is wrong with a text is a value; only a service that fails is thrown. */
export class GoogleSqlClient {
  private constructor(
    private readonly server: GoogleSqlServer,
    private readonly channel: Client,
    readonly protocol: Protocol,
    private readonly languageOptions: Message,
  ) {}

  /** Starts a server and waits until it answers. Throws `WarehouseError` when it doesn't. */
  static async start(): Promise<GoogleSqlClient> {
    const server = GoogleSqlServer.start();
    const protocol = new Protocol();
    const channel = new Client(server.address, credentials.createInsecure(), OPTIONS);
    try {
      await Promise.race([
        new Promise<void>((resolve, reject) => {
          channel.waitForReady(Date.now() + START_TIMEOUT_MS, (error) => {
            if (error) reject(serverFailed(`didn't answer within ${START_TIMEOUT_MS / 1000} seconds.`));
            else resolve();
          });
        }),
        server.ended.then((lastWords) => {
          throw serverFailed(`didn't start: ${lastWords}`);
        }),
      ]);
      const bare = new GoogleSqlClient(server, channel, protocol, {});
      const features = await bare.call('GetLanguageOptions', { maximumFeatures: true });
      if (!features.ok) throw serverFailed(`refused to tell its features: ${features.error.message}`);
      const languageOptions = {
        ...features.value,
        productMode: 'PRODUCT_EXTERNAL',
        supportedStatementKinds: STATEMENT_KINDS,
      };
      return new GoogleSqlClient(server, channel, protocol, languageOptions);
    } catch (error) {
      channel.close();
      await server.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.channel.close();
    await this.server.stop();
  }

  /** Gives the id under which `analyse` finds the catalog. */
  async registerCatalog(catalog: CatalogProto): Promise<string> {
    const response = await this.call('RegisterCatalog', { simpleCatalog: this.withBuiltins(catalog) });
    if (!response.ok) throw serverFailed(`refused the catalog: ${response.error.message}`);
    return response.value.registeredId as string;
  }

  async unregisterCatalog(registeredId: string): Promise<void> {
    await this.call('UnregisterCatalog', { registeredId });
  }

  /** Analyses the statement at the location; the second value is the byte where the next one begins. */
  async analyseNext(
    location: ParseResumeLocation,
    catalogId: string,
    parameters: readonly NamedType[],
  ): Promise<Outcome<{ readonly statement: Message; readonly resumeAt: number }>> {
    const response = await this.call('Analyze', {
      options: this.analyserOptions(parameters),
      registeredCatalogId: catalogId,
      parseResumeLocation: location,
    });
    if (!response.ok) return response;
    const { resolvedStatement, resumeBytePosition } = response.value;
    return {
      ok: true,
      value: { statement: resolvedStatement as Message, resumeAt: resumeBytePosition as number },
    };
  }

  /** Parses the statement at the location, without a catalog, and gives the byte where the next one begins. */
  async skipNext(location: ParseResumeLocation): Promise<Outcome<number>> {
    const response = await this.call('ExtractTableNamesFromNextStatement', {
      parseResumeLocation: location,
      options: this.languageOptions,
    });
    return response.ok ? { ok: true, value: response.value.resumeBytePosition as number } : response;
  }

  /** Evaluates an expression on the reference implementation. */
  async evaluate(
    sql: string,
    parameters: readonly (NamedType & NamedValue)[],
  ): Promise<Outcome<{ readonly value: ValueProto; readonly type: TypeProto }>> {
    const response = await this.call('Evaluate', {
      sql,
      params: parameters.map(({ name, value }) => ({ name, value })),
      options: this.analyserOptions(parameters.map(({ name, type }) => ({ name, type }))),
    });
    if (!response.ok) return response;
    const { value, prepared } = response.value as {
      value: ValueProto;
      prepared: { outputType: TypeProto } & Message;
    };
    await this.call('Unprepare', { preparedExpressionId: prepared.preparedExpressionId });
    return { ok: true, value: { value, type: prepared.outputType } };
  }

  /** Prepares a query for the reference implementation, over the catalog's tables with the given rows (by the table's name). */
  async prepareQuery(
    sql: string,
    catalog: CatalogProto,
    tableContent: Readonly<Record<string, TableContent>>,
    parameters: readonly NamedType[],
  ): Promise<Outcome<PreparedQuery>> {
    const response = await this.call('PrepareQuery', {
      sql,
      options: this.analyserOptions(parameters),
      simpleCatalog: this.withBuiltins(catalog),
      tableContent,
    });
    return response.ok ? { ok: true, value: response.value.prepared as PreparedQuery } : response;
  }

  async evaluateQuery(
    { preparedQueryId }: PreparedQuery,
    params: readonly NamedValue[],
  ): Promise<Outcome<TableContent>> {
    const response = await this.call('EvaluateQuery', { preparedQueryId, params });
    return response.ok ? { ok: true, value: response.value.content as TableContent } : response;
  }

  async unprepareQuery({ preparedQueryId }: PreparedQuery): Promise<void> {
    await this.call('UnprepareQuery', { preparedQueryId });
  }

  private withBuiltins(catalog: CatalogProto): Message {
    return { name: 'keyfast', ...catalog, builtinFunctionOptions: { languageOptions: this.languageOptions } };
  }

  private analyserOptions(queryParameters: readonly NamedType[]): Message {
    return {
      languageOptions: this.languageOptions,
      queryParameters,
      parameterMode: 'PARAMETER_NAMED',
      allowUndeclaredParameters: false,
      errorMessageMode: 'ERROR_MESSAGE_ONE_LINE',
      parseLocationRecordType: 'PARSE_LOCATION_RECORD_FULL_NODE_SCOPE',
      pruneUnusedColumns: true,
      defaultTimezone: 'UTC',
    };
  }

  private call(method: string, request: object): Promise<Outcome<Message>> {
    const definition = this.protocol.service[method];
    if (definition === undefined) throw new TypeError(`The service has no method ${method}.`);
    return new Promise((resolve, reject) => {
      this.channel.makeUnaryRequest(
        definition.path,
        definition.requestSerialize,
        definition.responseDeserialize,
        request,
        { deadline: Date.now() + CALL_TIMEOUT_MS },
        (error: ServiceError | null, response?: object) => {
          if (error === null) resolve({ ok: true, value: response as Message });
          else if (error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED) {
            reject(serverFailed(`broke off: ${error.details}`));
          } else resolve({ ok: false, error: googleSqlError(error.details) });
        },
      );
    });
  }
}
