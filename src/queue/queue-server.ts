/** A connection to Redis or Valkey. It is made within seconds or fails with the reason, and no message contains the password. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis, RedisOptions } from 'ioredis';
import { UserError } from '../errors.ts';
import { hiding, type QueueAddress } from './queue-address.ts';

const CONNECT_MS = 5000;
/** If a command is not answered in this time, the connection counts as lost. */
const COMMAND_MS = 10_000;
const RECONNECT_MS_MAX = 2000;
/** Required by BullMQ's scripts. */
const VERSION_MIN = [6, 2] as const;

export class QueueServer {
  readonly address: QueueAddress;
  readonly redis: Redis;
  /** Why there is no connection; a command that fails says only that it was not answered. */
  #because: Error | undefined;

  private constructor(address: QueueAddress, redis: Redis) {
    this.address = address;
    this.redis = redis;
    // The command that fails rejects; without a listener the error would be printed, with the password in it.
    redis.on('error', (error: Error) => {
      this.#because = error;
    });
    redis.on('ready', () => {
      this.#because = undefined;
    });
  }

  /** Throws `E_QUEUE` if there is no server, if the password is wrong, or if the server may evict keys. */
  static async open(address: QueueAddress, { certificates }: { readonly certificates?: string } = {}) {
    const { Redis } = await import('ioredis');
    const options = { ...optionsOf(address, certificates), lazyConnect: true };
    const probe = new Redis({ ...options, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    let because: Error | undefined;
    probe.on('error', (error: Error) => {
      because ??= error;
    });
    try {
      await probe.connect();
      mustKeep(address, await probe.info());
    } catch (error) {
      throw error instanceof UserError ? error : unreachable(address, because ?? (error as Error));
    } finally {
      probe.disconnect();
    }
    const again = { ...optionsOf(address, certificates), maxRetriesPerRequest: null, retryStrategy };
    return new QueueServer(address, new Redis(again));
  }

  /** Why a command failed, for people. */
  explained(error: unknown): string {
    return explained(this.address, this.#because ?? error);
  }

  /** The error of a command as a `UserError`. Errors that are bugs stay as they are. */
  failure(error: unknown): Error {
    return error instanceof UserError || isBug(error)
      ? (error as Error)
      : unreachable(this.address, this.#because ?? (error as Error));
  }

  close(): void {
    this.redis.disconnect();
  }
}

/** A failure of a server is never one of these. */
export function isBug(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

/** Rejects after a time; the library itself would wait for a server without end. */
export async function answered<T>(promise: Promise<T>): Promise<T> {
  const giveUp = new AbortController();
  const late = delay(COMMAND_MS, undefined, { signal: giveUp.signal }).then(() => {
    throw new Error('it does not answer');
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    giveUp.abort();
    late.catch(() => {});
  }
}

function retryStrategy(times: number): number {
  return Math.min(100 * 2 ** Math.min(times, 10), RECONNECT_MS_MAX);
}

type ConnectionOptions = RedisOptions & { readonly replyMapping?: 'legacy' };

function optionsOf(address: QueueAddress, certificates: string | undefined): ConnectionOptions {
  const { host, port, username, password, database, tls } = address;
  return {
    host,
    port,
    db: database,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: { ...(certificates !== undefined && { ca: readCertificates(certificates) }) } }),
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
  };
}

function readCertificates(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError('E_QUEUE', `the certificates of the queue cannot be read: ${(error as Error).message}`);
  }
}

function unreachable(address: QueueAddress, error: Error): UserError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const what = `the queue at ${address.shown} cannot be used: ${explained(address, error)}`;
  if (/WRONGPASS|NOAUTH|invalid password|NOPERM|without any password/i.test(message)) {
    return new UserError('E_QUEUE', what, {
      hint: 'Check the user name and the password in the address, and the permissions of that user: it needs all commands on keys everywhen:*.',
    });
  }
  if (/CERT|SELF_SIGNED|SSL|TLS|EPROTO/i.test(code) || /certificate|ssl|tls/i.test(message)) {
    return new UserError('E_QUEUE', what, {
      hint: 'Use rediss:// for TLS and redis:// without. Name a certificate authority of your own with --queue-ca FILE or NODE_EXTRA_CA_CERTS.',
    });
  }
  return new UserError('E_QUEUE', what, {
    hint: 'Is the server running, and can this machine reach it?',
    next: `redis-cli -h ${address.host} -p ${address.port}${address.tls ? ' --tls' : ''} ping`,
  });
}

function explained(address: QueueAddress, error: unknown): string {
  const { message, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  return hiding(address, message || code || 'it does not answer');
}

/** Refuses a server that evicts keys when its memory is full: cells and results would be lost. */
function mustKeep({ shown }: QueueAddress, info: string): void {
  const field = (name: string) => info.match(new RegExp(`^${name}:(.*?)\\r?$`, 'm'))?.[1];
  const policy = field('maxmemory_policy') ?? 'noeviction';
  const limited = (field('maxmemory') ?? '0') !== '0';
  if (limited && policy !== 'noeviction') {
    throw new UserError('E_QUEUE', `the server at ${shown} removes keys when its memory is full (${policy}).`, {
      hint: 'Cells and results would be lost silently. Its maxmemory-policy must be noeviction.',
      next: 'redis-cli config set maxmemory-policy noeviction',
    });
  }
  const version = field('valkey_version') ?? field('redis_version');
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  const [majorMin, minorMin] = VERSION_MIN;
  if (version !== undefined && (major < majorMin || (major === majorMin && minor < minorMin))) {
    throw new UserError('E_QUEUE', `the server at ${shown} is version ${version}; ${VERSION_MIN.join('.')} is needed.`);
  }
}
