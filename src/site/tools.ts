/**
 * The generator and what else only the site needs, installed when the site is built for the first time and when the lock file changed. They
 * are no devDependencies: `npm ci` would be slower for everyone (docs/decisions/site.md).
 */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, SITE } from './places.ts';
import { runTool } from './run-tool.ts';

const TOOLS = join(ROOT, 'src', 'site', 'tools');
const LOCK = 'package-lock.json';
/** npm writes it when all packages are in place. */
const DONE = join('node_modules', '.package-lock.json');

export async function installTools(): Promise<void> {
  if (isInstalled()) return;
  mkdirSync(SITE, { recursive: true });
  for (const file of ['package.json', LOCK]) cpSync(join(TOOLS, file), join(SITE, file));
  // No package here needs its install script: esbuild's only looks for the program that npm has placed.
  await runTool('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], SITE);
}

function isInstalled(): boolean {
  if (!existsSync(join(SITE, LOCK)) || !existsSync(join(SITE, DONE))) return false;
  return readFileSync(join(SITE, LOCK), 'utf8') === readFileSync(join(TOOLS, LOCK), 'utf8');
}
