/** A server of the sources in a process of its own, and the SDK's client on its standard input and output. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const ENTRY = fileURLToPath(new URL('../../src/cli/everywhen.ts', import.meta.url));
/** From sources, on a busy machine, a process needs seconds to start. */
const TIMEOUT_MS = 170_000;

/** The last is where coverage is measured, if it is. */
const INHERITED = Object.fromEntries(
  ['PATH', 'HOME', 'NODE_V8_COVERAGE'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
);

export interface Result {
  readonly text: string;
  readonly isError: boolean;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { readonly progress: number; readonly message?: string | undefined }) => void;
}

export class McpServer {
  readonly client: Client;
  readonly #transport: StdioClientTransport;
  /** What was no message of the protocol. */
  readonly strayMessages: Error[] = [];

  private constructor(client: Client, transport: StdioClientTransport) {
    this.client = client;
    this.#transport = transport;
    client.onerror = (error) => this.strayMessages.push(error);
  }

  static async in(folder: string, env: Record<string, string> = {}): Promise<McpServer> {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: ['--conditions=everywhen-source', ENTRY, 'mcp'],
      cwd: folder,
      env: { ...INHERITED, ...env },
      stderr: 'ignore',
    });
    const server = new McpServer(client, transport);
    await client.connect(transport);
    return server;
  }

  async call(name: string, given: Record<string, unknown>, options: CallOptions = {}): Promise<Result> {
    const result = await this.client.callTool({ name, arguments: given }, undefined, {
      ...options,
      timeout: TIMEOUT_MS,
    });
    const [first] = result.content as { readonly text: string }[];
    return { text: first?.text ?? '', isError: result.isError === true };
  }

  get pid(): number {
    return this.#transport.pid ?? 0;
  }

  /** The processes that the server started and that still run. */
  get children(): readonly string[] {
    const listed = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8');
    return listed.split(' ').filter((pid) => pid !== '');
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
