import { resolve } from 'node:path';
import test from 'ava';
import { type Desk, openPage } from '../../src/report/open-page.ts';

async function at(changed: Partial<Desk>) {
  const opened: string[] = [];
  const obstacle = await openPage('a/index.html', {
    isTerminal: true,
    platform: 'linux',
    env: { DISPLAY: ':0' },
    open: async (file) => opened.push(file),
    ...changed,
  });
  return { obstacle, opened };
}
const OPENED = { obstacle: undefined, opened: [resolve('a/index.html')] };

test('at a terminal with a display a page is opened by its absolute path', async (t) => {
  t.deepEqual(await at({}), OPENED);
  t.deepEqual(await at({ env: { WAYLAND_DISPLAY: 'wayland-0', CI: 'false' } }), OPENED);
  t.deepEqual(await at({ env: { BROWSER: '/editor/browser.sh' } }), OPENED);
  t.deepEqual(await at({ env: {}, platform: 'darwin' }), OPENED);
});

const obstacles: readonly (readonly [what: string, changed: Partial<Desk>, obstacle: string])[] = [
  ['without a terminal', { isTerminal: false }, 'standard output is not a terminal'],
  ['in CI', { env: { CI: 'true', DISPLAY: ':0' } }, 'this is CI'],
  ['without a display', { env: { DISPLAY: '' } }, 'there is no display'],
];
for (const [what, changed, obstacle] of obstacles) {
  test(`${what} no page is opened`, async (t) => t.deepEqual(await at(changed), { obstacle, opened: [] }));
}

test('a browser that does not start is reported, and is not an error', async (t) => {
  const { obstacle } = await at({ open: () => Promise.reject(new Error('spawn xdg-open ENOENT')) });
  t.is(obstacle, 'no browser starts: spawn xdg-open ENOENT');
});
