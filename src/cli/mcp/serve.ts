/** `everywhen mcp`: serves the Model Context Protocol on standard input and output until the client is gone, or Ctrl-C. */
import { realpathSync } from 'node:fs';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { EXIT } from '../exit.ts';
import { onInterrupt } from '../interrupt.ts';
import { BoundedInput, LINE_BYTES_MAX } from './bounded-input.ts';
import { serverFor } from './server.ts';

/** What the protocol calls a request that is none. */
const INVALID_REQUEST = -32_600;

export async function serve(): Promise<number> {
  const ended = new AbortController();
  const end = () => ended.abort();
  const server = serverFor(realpathSync(process.cwd()), ended.signal);
  const input = new BoundedInput((id) => {
    const message = `the request is longer than ${LINE_BYTES_MAX / 1024 ** 2} MB`;
    const error = { code: INVALID_REQUEST, message };
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: id ?? null, error })}\n`);
  });
  const closed = Promise.withResolvers<void>();
  server.onclose = closed.resolve;
  const signal = onInterrupt();
  signal.addEventListener('abort', end);
  ended.signal.addEventListener('abort', () => void server.close());
  process.stdin.on('end', end).on('error', end);
  process.stdout.on('error', end);
  await server.connect(new StdioServerTransport(process.stdin.pipe(input), process.stdout));
  if (process.stdin.isTTY) process.stderr.write('Serves an MCP client on standard input and output. Ctrl-C ends it.\n');
  await closed.promise;
  process.stdin.destroy();
  return EXIT.holds;
}
