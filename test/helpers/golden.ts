import { readFileSync, writeFileSync } from 'node:fs';
import type { ExecutionContext } from 'ava';

/** Asserts that the text equals `test/golden/NAME`. The file is rewritten only on purpose: `GOLDEN=write npx ava ...`. */
export function golden(t: ExecutionContext, name: string, text: string): void {
  const file = new URL(`../golden/${name}`, import.meta.url);
  if (process.env['GOLDEN'] === 'write') writeFileSync(file, text);
  t.is(text, readFileSync(file, 'utf8'));
}
