import { EventEmitter, on, once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import type { CompiledGraph, CompiledOperation } from '../../../scripts/dataform/compiled_graph.ts';
import { BigQueryWarehouse } from '../../../scripts/warehouse/bigquery/bigquery_warehouse.ts';
import type { Patience } from '../../../scripts/warehouse/bigquery/script_job.ts';

/** One answer of BigQuery's REST interface. */
export interface Answer {
  readonly status?: number;
  readonly body: object;
}

export const JOB_STARTED: Answer = {
  body: { jobReference: { projectId: 'p', jobId: 'j', location: 'US' }, status: { state: 'RUNNING' } },
};
export const JOB_DONE: Answer = { body: { status: { state: 'DONE' } } };

export function refusal(status: number, message: string): Answer {
  return {
    status,
    body: { error: { code: status, message, errors: [{ message, reason: 'invalidQuery' }] } },
  };
}

const GRAPH: CompiledGraph = {
  projectConfig: { defaultDatabase: 'p', defaultSchema: 'payroll', assertionSchema: 'payroll_assertions' },
};

/** The client gives each job an id of its own. */
const JOB_ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** BigQuery as a list of answers, given in the order of the calls; keeps what was asked. */
export class BigQueryStub {
  /** `GET /projects/p/jobs/JOB` */
  readonly calls: string[] = [];
  readonly bodies: string[] = [];
  /** The call that the caller hung up on in the middle of its request; such a call gets no answer. */
  readonly brokenOff: Promise<string>;
  private readonly traffic = new EventEmitter();

  private constructor(
    private readonly server: Server,
    private readonly answers: Answer[],
  ) {
    this.brokenOff = once(this.traffic, 'broken off').then(([call]) => call as string);
  }

  static async start(): Promise<BigQueryStub> {
    const server = createServer();
    const stub = new BigQueryStub(server, []);
    server.on('request', (request, response) => {
      const path = (request.url ?? '').replace(/\?.*/, '').replace(JOB_ID, 'JOB');
      const call = `${request.method ?? ''} ${path}`;
      stub.textOf(request).then(
        (body) => {
          stub.calls.push(call);
          stub.bodies.push(body);
          const answer = stub.answers.shift() ?? refusal(400, 'The test has no answer left');
          response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
          response.end(JSON.stringify(answer.body));
        },
        () => stub.traffic.emit('broken off', call),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    vi.stubEnv('BIGQUERY_EMULATOR_HOST', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    // No credentials, and no search for those of a machine in Google's cloud.
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '');
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
    return stub;
  }

  async open(
    operations: readonly CompiledOperation[] = [],
    patience: Patience = {},
  ): Promise<BigQueryWarehouse> {
    this.willAnswer({ body: { datasets: [{ datasetReference: { datasetId: 'd' } }] } });
    const warehouse = await BigQueryWarehouse.open({ ...GRAPH, operations }, patience);
    this.calls.length = 0;
    this.bodies.length = 0;
    return warehouse;
  }

  willAnswer(...answers: Answer[]): void {
    this.answers.push(...answers);
  }

  /** Resolves when a request, perhaps unfinished, holds the text. */
  async receives(text: string): Promise<void> {
    for await (const [received] of on(this.traffic, 'received')) {
      if ((received as string).includes(text)) return;
    }
  }

  stop(): void {
    vi.unstubAllEnvs();
    this.server.close();
  }

  private async textOf(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
      this.traffic.emit('received', Buffer.concat(chunks).toString());
    }
    return Buffer.concat(chunks).toString();
  }
}
