/** A Redis server of a test's own, and the commands that talk to it, as processes that can be watched and killed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { Redis } from 'ioredis';
import { folderWith } from './files.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/everywhen.ts', import.meta.url));
const POLL_MS = 50;
/** Below the time after which ava ends a test without a word about its processes. */
const SAYS_MS_MAX = 150_000;

/** A process whose output grows. */
export class Watched {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  stdout = '';
  stderr = '';

  constructor(
    t: ExecutionContext,
    command: string,
    words: readonly string[],
    cwd: string,
    env: NodeJS.ProcessEnv = {},
  ) {
    this.child = spawn(command, words, { cwd, env: { ...process.env, NO_COLOR: '1', ...env } });
    this.child.stdout?.on('data', (data) => {
      this.stdout += data;
    });
    this.child.stderr?.on('data', (data) => {
      this.stderr += data;
    });
    this.ended = new Promise((resolve) => {
      this.child.on('close', resolve);
    });
    t.teardown(() => {
      this.child.kill('SIGKILL');
    });
  }

  get output(): string {
    return this.stdout + this.stderr;
  }

  /** Resolves when it has said something; rejects if it ends before, or says nothing of the kind for long. */
  async says(text: string | RegExp): Promise<void> {
    const said = () => (typeof text === 'string' ? this.output.includes(text) : text.test(this.output));
    const start = performance.now();
    while (!said()) {
      if (performance.now() - start > SAYS_MS_MAX) throw new Error(`it does not say ${text}:\n${this.output}`);
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`it ended without saying ${text}:\n${this.output}`);
      }
      await delay(POLL_MS);
    }
  }

  /** How often it has said something. */
  count(text: string): number {
    return this.output.split(text).length - 1;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Whether there is a redis-server on the PATH. */
export function hasRedisServer(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface ServerOptions {
  readonly port?: number;
  /** Lines of a configuration file, as words. */
  readonly words?: readonly string[];
}

/** Without persistence, on a free port of loopback, with a temporary folder. It ends with the test. */
export class TestServer {
  readonly port: number;
  readonly process: Watched;

  private constructor(port: number, server: Watched) {
    this.port = port;
    this.process = server;
  }

  static async start(t: ExecutionContext, options: ServerOptions = {}): Promise<TestServer> {
    if (!hasRedisServer()) throw new Error('This test needs redis-server: apt-get install redis-server.');
    const port = options.port ?? (await freePort());
    const { words = ['--port', String(port)] } = options;
    const server = new Watched(
      t,
      'redis-server',
      ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...words],
      folderWith(t, {}),
    );
    await server.says('Ready to accept connections');
    return new TestServer(port, server);
  }

  get address(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async keys(): Promise<readonly string[]> {
    const redis = new Redis({ port: this.port });
    try {
      return await redis.keys('*');
    } finally {
      redis.disconnect();
    }
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/**
 * Counts to n; each step takes 50 ms of its thread and is evaluated twice, so that a cell takes n/10 seconds however fast the machine is.
 * `short` (10) and `long` (n) hold, `wrong` does not.
 */
function slowModel(n: number): string {
  return `
import { defineModel, defineSystem, expecting, sizeRange, variant, violated } from 'everywhen';
const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
const model = defineModel({
  name: 'slow', title: 'a slow counter',
  parameters: { variant: variant('right', 'wrong'), n: sizeRange({ from: 1, to: 100000, initial: 10 }) },
  build: ({ variant, n }) =>
    defineSystem({ count: 0 })
      .process('p', { up: (s) => { wait(); return s.when(s.get('count') < n)?.update('count', (c) => c + 1); } },
        { end: 'loop', mayWaitAt: ['up'] })
      .invariant('P', 'below 10', (s) => variant === 'right' || s.get('count') < 10),
});
export default expecting(model, {
  variants: ['right', 'wrong'], scenarios: { short: {}, long: { n: ${n} } },
  expected: { right: {}, wrong: { P: violated('it counts to 10', ['short', 'long']) } },
});
`;
}

/** The name of the long cell that holds. */
export const LONG = (n: number) => `slow.ts n=${n}`;

/** A folder with a slow model, and the commands that run in it. */
export class QueueFolder {
  readonly folder: string;
  readonly #t: ExecutionContext;

  constructor(t: ExecutionContext, n = 50) {
    this.#t = t;
    this.folder = folderWith(t, { 'slow.ts': slowModel(n) });
  }

  start(words: readonly string[], env: NodeJS.ProcessEnv = {}): Watched {
    return new Watched(this.#t, process.execPath, ['--conditions=everywhen-source', ENTRY, ...words], this.folder, env);
  }

  /** A night whose cells go into the queue; it prints JSON. */
  night(address: string, ...words: readonly string[]): Watched {
    const known = ['nightly', './slow.ts', '--out', 'nights', '--format', 'json', '--queue', '--lost-after', '4s'];
    return this.start([...known, ...words], { EVERYWHEN_QUEUE: address });
  }

  work(address: string, ...words: readonly string[]): Watched {
    return this.start(['work', '--workers', '1', ...words], { EVERYWHEN_QUEUE: address });
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }
}

/** The worker that begins a cell first. */
export async function firstToBegin(cell: string, workers: readonly Watched[]): Promise<Watched> {
  return Promise.race(workers.map((worker) => worker.says(`begun: ${cell}\n`).then(() => worker)));
}

export interface Found {
  readonly key: string;
  readonly parameters: string;
  readonly came: string;
  readonly because?: string;
  readonly finding?: {
    readonly verdict: string;
    readonly stopped?: string;
    readonly properties: readonly unknown[];
    readonly statistics: { readonly [name: string]: number };
  };
}

/** The cells of a night, by its JSON. */
export function recordsOf({ stdout }: Pick<Watched, 'stdout'>): readonly Found[] {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '').records;
}

/** The facts of each cell, in one order whatever the order of the records. */
export function sortedFacts(records: readonly Found[]): readonly unknown[] {
  return records.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(factsOf);
}

/** The part of a record that must not depend on where and when the cell ran. */
function factsOf({ key, came, finding }: Found): unknown {
  const { states, transitions, depth, quiescentStates, finalStates } = finding?.statistics ?? {};
  const { verdict, properties, stopped } = finding ?? {};
  return { key, came, verdict, properties, stopped, states, transitions, depth, quiescentStates, finalStates };
}
