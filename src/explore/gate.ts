/**
 * Admits to the local server only the page that it sent itself to the holder of the link: no other user or program of the machine
 * and no other site.
 *
 * The check of `Host` stops a page of another site whose name resolves to this address (DNS rebinding). `Origin` and
 * `Sec-Fetch-Site` stop forged requests of other pages, the token stops other users and programs of the machine. `SameSite=Strict`
 * keeps the cookie out of requests of other sites. Cookies are not separated by port, so the cookie's name contains the port.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: 401 | 403 | 405 | 421;
  readonly message: string;
}

export class Gate {
  readonly token = newToken();
  readonly #tickets = new Set<string>();
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  /** The page keeps the token: scripts cannot read it, other sites cannot send it, and it expires with the browser's session. */
  get cookie(): string {
    return `${this.#cookieName}=${this.token}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** A token that opens the page once: every user of the machine can see the arguments with which a browser is started. */
  ticket(): string {
    const ticket = newToken();
    this.#tickets.add(ticket);
    return ticket;
  }

  /** Why a request is refused; undefined where it is answered. `token`: from the link, where the request is for the link. */
  refusal(request: IncomingMessage, token: string | null): Refusal | undefined {
    const { host, origin } = request.headers;
    const hosts = [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`];
    if (host === undefined || !hosts.includes(host)) {
      return { status: 421, message: `This server answers to ${hosts.join(' and ')} only.` };
    }
    if (request.method !== 'GET' && request.method !== 'POST') {
      return { status: 405, message: 'Only GET and POST are answered.' };
    }
    const site = request.headers['sec-fetch-site'];
    const foreign = request.headers['sec-fetch-mode'] !== 'navigate' && site !== undefined && site !== 'same-origin';
    if (foreign || (origin !== undefined && origin !== `http://${host}`)) {
      return { status: 403, message: 'Requests of other pages are not answered.' };
    }
    const given = [token, this.#bearer(request), this.#fromCookie(request)];
    if (given.some((candidate) => typeof candidate === 'string' && isSame(candidate, this.token))) return undefined;
    if (token !== null && this.#tearOff(token)) return undefined;
    return {
      status: 401,
      message: 'Open the link that `everywhen explore` printed: it has the token that is missing here.',
    };
  }

  get #cookieName(): string {
    return `everywhen-${this.#port}`;
  }

  #bearer({ headers }: IncomingMessage): string | undefined {
    return headers.authorization?.match(/^Bearer (\S+)$/)?.[1];
  }

  #fromCookie({ headers }: IncomingMessage): string | undefined {
    const pairs = headers.cookie?.split(/; */).map((pair) => pair.split('=')) ?? [];
    return pairs.find(([name]) => name === this.#cookieName)?.[1];
  }

  /** Whether a candidate is a ticket. A ticket is valid once. */
  #tearOff(candidate: string): boolean {
    const ticket = [...this.#tickets].find((known) => isSame(candidate, known));
    return ticket !== undefined && this.#tickets.delete(ticket);
  }
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in constant time, so that the time does not tell how much was right. */
function isSame(candidate: string, token: string): boolean {
  const [a, b] = [candidate, token].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}
