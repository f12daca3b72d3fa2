/**
 * Where a queue is, and every text that names it without its password. The address may hold one (`redis://:secret@host`), so nothing
 * that comes from it is shown but host, port and database.
 */
import { UserError } from '../errors.ts';

export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
  readonly tls: boolean;
  /** `redis://host:6379`, for people. */
  readonly shown: string;
}

/** Keeps the address, and with it the password, out of the list of processes. */
export const QUEUE_VARIABLE = 'EVERYWHEN_QUEUE';
const PORT = 6379;

/** From what stands behind `--queue`, `true` where nothing does, or else from the environment. Throws `E_QUEUE`. */
export function queueAddress(given: string | true | undefined, environment: NodeJS.ProcessEnv): QueueAddress {
  const text = typeof given === 'string' ? given : environment[QUEUE_VARIABLE];
  if (text === undefined || text === '') {
    throw new UserError('E_QUEUE', `which queue? Neither --queue nor ${QUEUE_VARIABLE} says where it is.`, {
      next: `${QUEUE_VARIABLE}=redis://localhost:6379 everywhen work`,
    });
  }
  return parsed(text, typeof given === 'string' ? '--queue' : QUEUE_VARIABLE);
}

function parsed(text: string, from: string): QueueAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    // The text is not shown: what cannot be told apart may be a password.
    throw new UserError('E_QUEUE', `${from} is no address of a queue.`, {
      hint: `Write redis://host:${PORT} or, with TLS, rediss://user:password@host:${PORT}; the characters # / ? @ : % of a password as %23 %2F %3F %40 %3A %25. Models stand before --queue where ${QUEUE_VARIABLE} has the address.`,
    });
  }
  const database = url.pathname.replace(/^\//, '') || '0';
  if (url.search !== '' || url.hash !== '' || !/^\d+$/.test(database)) {
    throw new UserError('E_QUEUE', `${from} says more than where the queue is.`, {
      hint: `An address is redis://user:password@host:${PORT}/database, the database a number. A # or ? of a password is written as %23 or %3F.`,
    });
  }
  const port = url.port === '' ? PORT : Number(url.port);
  return {
    // Brackets belong to the address, not to the host.
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    ...(url.username !== '' && { username: decoded(url.username, from) }),
    ...(url.password !== '' && { password: decoded(url.password, from) }),
    database: Number(database),
    tls: url.protocol === 'rediss:',
    shown: `${url.protocol}//${url.hostname}:${port}${database === '0' ? '' : `/${database}`}`,
  };
}

function decoded(text: string, from: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UserError('E_QUEUE', `a % in the user name or the password of ${from} is followed by no two digits.`, {
      hint: 'A percent sign itself is written as %25.',
    });
  }
}

const HIDDEN = '***';
/** What may stand behind `redis://` and holds no secret. */
const CLEAN = /^rediss?:\/\/(?:\*{3}@)?(?:[\w.-]*[\w-]|\[[\da-f:.]+\])(?::\d+)?(?:\/\d*)?[.,:;)]*$/i;

/** Any text, with what is or might be a password in an address of a queue hidden. */
export function withoutPassword(text: string): string {
  return text
    .replace(/(rediss?:\/\/)[^\n]*@/gi, `$1${HIDDEN}@`)
    .replace(/(rediss?:\/\/)[^\s'"]*/gi, (address, scheme) => (CLEAN.test(address) ? address : scheme + HIDDEN));
}

/** An address may have come where none belongs: `everywhen check redis://...`. */
export function errorWithoutPassword({ code, message, advice: { hint, next } }: UserError): UserError {
  return new UserError(code, withoutPassword(message), {
    hint: hint && withoutPassword(hint),
    next: next && withoutPassword(next),
  });
}

/** Shorter ones stand in any text by chance, and taking those out would show them. */
const SECRET_LENGTH_MIN = 4;

/** What a library says of an error at that address. */
export function hiding({ password = '' }: QueueAddress, text: string): string {
  const secrets = [password, encodeURIComponent(password)].filter(({ length }) => length >= SECRET_LENGTH_MIN);
  return withoutPassword(secrets.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text));
}
