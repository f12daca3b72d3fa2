/** The engine of a live report, with its own kernel: there the table of states and the words are in one memory. */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import test from 'ava';

const SOURCES = new URL('../../src/', import.meta.url).href;
const ENGINE = new URL('engine/', SOURCES).href;
const KERNEL = new URL('../../dist/src/live/kernel.wasm', import.meta.url);
const host = { breathe: async () => undefined, mayGrow: () => true };

/** As the build does for the script of a live report, for the engine. */
registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context);
    if (!resolved.url.startsWith(ENGINE)) return resolved;
    const instead = new URL(`live/instead/${resolved.url.slice(SOURCES.length)}`, SOURCES);
    return existsSync(instead) ? { ...resolved, url: instead.href } : resolved;
  },
});

test('a run that outgrows one word begins again in several, those it outgrows in place, and finds each state once', async (t) => {
  const { giveKernel } = await import('../../src/live/instead/engine/kernel-file.ts');
  giveKernel(new Uint8Array(readFileSync(KERNEL)));
  const { defineSystem } = await import('everywhen');
  const { systemOf } = await import('../helpers/explored.ts');
  const { Explorer } = await import('../../src/engine/exploring/explorer.ts');
  const { ReferenceExplorer } = await import('../../src/reference/explorer.ts');
  const system = systemOf(
    defineSystem({ n: 0, m: 0, k: 0 }, { deadlock: 'allowed' }).rules('r', {
      n: (s) => s.set('n', (s.get('n') + 1) % 60),
      m: (s) => s.when(s.get('n') % 7 === 0)?.set('m', (s.get('m') + 1) % 40),
      k: (s) => s.when(s.get('m') === 20)?.set('k', (s.get('k') + 1) % 9),
    }),
  );
  const reference = new ReferenceExplorer(system, 100_000);
  await reference.run(host);
  const explorer = new Explorer(system, { tight: true, wordBits: 8 });
  t.is(await explorer.run(host), undefined);
  const { restarts, widened, packed } = explorer;
  t.is(packed.kernel.memory.wide, packed.kernel.memory.first);
  t.true(packed.layout.words > 1 && packed.layout.narrow === undefined);
  t.is(restarts, 1);
  t.true(widened > 4);
  t.is(explorer.states, reference.states);
  t.is(explorer.transitions, reference.transitions);
  await explorer.close();
});
