/**
 * A server for one page and its requests, on this machine alone: 127.0.0.1, a port that the system chooses, a token in the link.
 * The page may load nothing from elsewhere. Long requests are refused. Errors are sentences without stacks.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../errors.ts';
import { type Answer, BadRequest } from './api.ts';
import { Gate } from './gate.ts';
import { refusalText } from './refusal-text.ts';

const HOST = '127.0.0.1';
/** The longest path takes some 70 kB. */
const BODY_BYTES_MAX = 128 * 1024;

export interface Served {
  /** The complete page: one HTML text that loads nothing. */
  readonly page: string;
  /** By method and path, `GET /api/run`: the answers, which are sent as JSON. `edition`: what follows `?edition=`. */
  readonly api: ReadonlyMap<string, Answer>;
}

export class LocalServer {
  readonly #server: Server;
  readonly #gate: Gate;
  readonly #policy: string;
  readonly #served: Served;

  private constructor(server: Server, served: Served) {
    this.#server = server;
    this.#served = served;
    this.#policy = policyOf(served.page);
    this.#gate = new Gate(this.port);
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  /** Starts listening. Rejects with `E_USAGE` where the port is not available. */
  static async listen(served: Served, port = 0): Promise<LocalServer> {
    const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          new UserError('E_USAGE', `port ${port} is not available: ${error.message}.`, {
            hint: 'Without --port the system chooses one that is free.',
          }),
        ),
      );
      server.listen(port, HOST, resolve);
    });
    return new LocalServer(server, served);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The link, with the token. A path is appended as `#/0/2/1`. */
  get link(): string {
    return `http://${HOST}:${this.port}/?token=${this.#gate.token}`;
  }

  /** The link with which a browser is started: it opens the page once. */
  linkOnce(): string {
    return `http://${HOST}:${this.port}/?token=${this.#gate.ticket()}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = urlOf(request);
      const token = url?.pathname === '/' ? url.searchParams.get('token') : null;
      const refusal = this.#gate.refusal(request, token);
      if (refusal !== undefined) return this.#refuse(response, refusal.status, refusal.message);
      if (url === undefined) return this.#refuse(response, 400, 'This is no address.');
      const route = `${request.method} ${url.pathname}`;
      if (route === 'GET /') return this.#sendPage(response);
      const answer = this.#served.api.get(route);
      if (answer === undefined) return this.#refuse(response, 404, 'There is nothing here.');
      const body = request.method === 'POST' ? await bodyOf(request) : undefined;
      this.#send(response, 200, await answer(body, editionOf(url)));
    } catch (error) {
      if (error instanceof TooLarge) this.#refuse(response, 413, 'The request is too large.');
      else if (error instanceof BadRequest) this.#refuse(response, 400, error.message);
      else this.#refuse(response, error instanceof UserError ? 422 : 500, refusalText(error));
    }
  }

  #sendPage(response: ServerResponse): void {
    response.setHeader('Set-Cookie', this.#gate.cookie);
    this.#end(response, 200, 'text/html; charset=utf-8', this.#served.page);
  }

  #refuse(response: ServerResponse, status: number, message: string): void {
    // The unread rest of a refused request must not be taken for the next request.
    response.setHeader('Connection', 'close');
    if (status === 405) response.setHeader('Allow', 'GET, POST');
    this.#send(response, status, { error: message });
  }

  #send(response: ServerResponse, status: number, answer: unknown): void {
    this.#end(response, status, 'application/json; charset=utf-8', JSON.stringify(answer));
  }

  #end(response: ServerResponse, status: number, type: string, body: string): void {
    response.writeHead(status, {
      'Content-Type': type,
      'Content-Security-Policy': this.#policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Frame-Options': 'DENY',
      'Cache-Control': 'no-store',
    });
    response.end(body);
  }
}

/** Allows the page's own scripts and styles, by their hashes, and requests to this server: nothing else. */
function policyOf(page: string): string {
  const hashes = (tag: string) =>
    [...page.matchAll(new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))]
      .map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
      .join(' ');
  return [
    "default-src 'none'",
    `script-src ${hashes('script') || "'none'"}`,
    `style-src ${hashes('style') || "'none'"}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function urlOf({ url = '' }: IncomingMessage): URL | undefined {
  return url.startsWith('/') ? (URL.parse(`http://${HOST}${url}`) ?? undefined) : undefined;
}

function editionOf({ searchParams }: URL): number | undefined {
  const text = searchParams.get('edition') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

class TooLarge extends Error {}

/** Only JSON: a form of another site cannot send that without a CORS preflight. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new BadRequest('The body must be JSON.');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new TooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new BadRequest('The body must be JSON.');
  }
}
