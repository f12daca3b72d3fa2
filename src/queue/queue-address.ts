/**
 * The address of a queue, and how texts name it without its password. An address may contain a password (`redis://:secret@host`), so only
 * host, port and database of it are ever shown.
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

/** The environment keeps the address, and the password in it, out of the list of processes. */
export const QUEUE_VARIABLE = 'EVERYWHEN_QUEUE';
const PORT = 6379;

/** From the value of `--queue` (`true` if it has none), or else from the environment. Throws `E_QUEUE`. */
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
    // The text is not shown: any part of it may be a password.
    throw new UserError('E_QUEUE', `${from} is not the address of a queue.`, {
      hint: `Write redis://host:${PORT} or, with TLS, rediss://user:password@host:${PORT}; the characters # / ? @ : % of a password as %23 %2F %3F %40 %3A %25. Models stand before --queue where ${QUEUE_VARIABLE} has the address.`,
    });
  }
  const database = url.pathname.replace(/^\//, '') || '0';
  if (url.search !== '' || url.hash !== '' || !/^\d+$/.test(database)) {
    throw new UserError('E_QUEUE', `${from} contains more than the address of a queue.`, {
      hint: `An address is redis://user:password@host:${PORT}/database, the database a number. A # or ? of a password is written as %23 or %3F.`,
    });
  }
  const port = url.port === '' ? PORT : Number(url.port);
  return {
    // The brackets of an IPv6 address are not part of the host.
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
    throw new UserError('E_QUEUE', `a % in the user name or the password of ${from} is not followed by two digits.`, {
      hint: 'A percent sign itself is written as %25.',
    });
  }
}

const HIDDEN = '***';
/** An address that cannot contain a secret. */
const CLEAN = /^rediss?:\/\/(?:\*{3}@)?(?:[\w.-]*[\w-]|\[[\da-f:.]+\])(?::\d+)?(?:\/\d*)?[.,:;)]*$/i;

/** Hides everything in a text that is or may be a password in the address of a queue. */
export function withoutPassword(text: string): string {
  return text
    .replace(/(rediss?:\/\/)[^\n]*@/gi, `$1${HIDDEN}@`)
    .replace(/(rediss?:\/\/)[^\s'"]*/gi, (address, scheme) => (CLEAN.test(address) ? address : scheme + HIDDEN));
}

/** An address may stand in any argument by mistake: `everywhen check redis://...`. */
export function errorWithoutPassword({ code, message, advice: { hint, next } }: UserError): UserError {
  return new UserError(code, withoutPassword(message), {
    hint: hint && withoutPassword(hint),
    next: next && withoutPassword(next),
  });
}

/** Shorter passwords occur in texts by chance, and hiding those places would reveal them. */
const SECRET_LENGTH_MIN = 4;

/** A message of a library, without the password of the address. */
export function hiding({ password = '' }: QueueAddress, text: string): string {
  const secrets = [password, encodeURIComponent(password)].filter(({ length }) => length >= SECRET_LENGTH_MIN);
  return withoutPassword(secrets.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text));
}
