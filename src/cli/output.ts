/** Output of a command that runs inside another program: a test calls `main` and reads what it would have printed. */

/** Where text goes. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** The call before, as the streams of a process can be redirected once at a time. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command, and gives what the process writes meanwhile to other streams. The process's own streams are redirected, not those of
 * the command alone: a model may print, too, and so may its worker threads. Concurrent calls therefore run one after another.
 */
export function withOutputTo<T>({ stdout, stderr }: Streams, run: () => Promise<T>): Promise<T> {
  const result = last.then(async () => {
    const restore = [redirected(process.stdout, stdout), redirected(process.stderr, stderr)];
    try {
      return await run();
    } finally {
      for (const undo of restore) undo();
    }
  });
  last = result.catch(() => undefined);
  return result;
}

function redirected(stream: NodeJS.WriteStream, to: Streams['stdout']): () => void {
  const { write } = stream;
  stream.write = (chunk: string | Uint8Array, ...rest: readonly unknown[]) => {
    to.write(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const callback = rest.at(-1);
    if (typeof callback === 'function') queueMicrotask(() => callback());
    return true;
  };
  return () => {
    stream.write = write;
  };
}
