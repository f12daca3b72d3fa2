/** The script of a live report: one copy of everything, and nothing that a browser does not have. */
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../src/errors.ts';
import { livePartsOf } from '../../src/live/live-parts.ts';
import { shippedModels } from '../../src/load/shipped.ts';
import { folderWith } from '../helpers/files.ts';

test('every shipped model can be embedded, and the script has immutable once', async (t) => {
  const { script, files, kernel } = await livePartsOf(shippedModels());
  t.is(script.match(/@@__IMMUTABLE_RECORD__@@/g)?.length, 1);
  t.true(files > 100);
  // A kernel that needs shared memory refuses this one.
  const memory = new WebAssembly.Memory({ initial: 16_384, maximum: 16_384, shared: false });
  const imports = { env: { memory, abort: () => {} }, host: { crowded: () => {}, die: () => {} } };
  t.notThrows(() => new WebAssembly.Instance(new WebAssembly.Module(kernel), imports));
  t.notRegex(script, /\bimport\(["']node:|require\(["']node:/);
});

async function refusal(t: ExecutionContext, files: { readonly [name: string]: string }): Promise<string> {
  const folder = folderWith(t, files);
  const error = await t.throwsAsync(livePartsOf([{ name: 'm', path: join(folder, 'm.ts') }]), {
    instanceOf: UserError,
  });
  t.is((error as UserError).code, 'E_EMBED');
  return error?.message ?? '';
}

test('a module of Node is refused however it is imported, by the model or by a package of its own', async (t) => {
  const package_ = { 'node_modules/p/package.json': '{ "name": "p", "main": "p.js" }' };
  for (const [content, where, what] of [
    ["export * from 'node:fs';", 'm.ts', 'node:fs'],
    ["export default () => import('fs/promises');", 'm.ts', 'fs/promises'],
    ["export { default } from 'p';", 'p.js', 'path'],
  ] as const) {
    const files = { ...package_, 'm.ts': content, 'node_modules/p/p.js': "module.exports = require('path');" };
    const message = await refusal(t, files);
    t.true(message.includes(`${where}' (line 1) imports '${what}'`), message);
  }
});

test('what no bundle can have is refused with the reason', async (t) => {
  t.regex(await refusal(t, { 'm.ts': 'export default await Promise.resolve(1);' }), /\(line 1\) .*[Tt]op-level await/);
  t.regex(await refusal(t, { 'm.ts': "export * from './gone.ts';" }), /\(line 1\) .*gone\.ts/);
});
