/** Which names a confined process takes for files of its folder. What a server makes of it: test/cli/mcp/hostile.test.ts. */
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { fileWithin } from '../../src/load/confinement.ts';
import { folderWith } from '../helpers/files.ts';

test('a file below the folder is found by its path from there, or by its whole path', (t) => {
  const folder = realpathSync(folderWith(t, { 'm.ts': '' }));
  for (const name of ['m.ts', './m.ts', '././m.ts', join(folder, 'm.ts')]) {
    t.is(fileWithin(folder, name, 'E_MODEL'), join(folder, 'm.ts'));
  }
});

test('any other name is refused, for the reason that it has', (t) => {
  const outer = realpathSync(folderWith(t, { 'secret.ts': '' }));
  const folder = join(outer, 'in');
  mkdirSync(folder);
  mkdirSync(`${folder}side`);
  symlinkSync(join(outer, 'secret.ts'), join(folder, 'link.ts'));
  symlinkSync(folder, join(folder, 'self'));
  for (const [name, message] of [
    ['', /no name/],
    ['x'.repeat(1001), /more than 1000/],
    ['../secret.ts', /'\.\.'/],
    ['a/../m.ts', /'\.\.'/],
    [join(outer, 'secret.ts'), /outside/],
    [`${folder}side/m.ts`, /outside/],
    [folder, /outside/],
    ['.', /outside/],
    ['file:///etc/passwd', /URL/],
    ['C:/m.ts', /URL/],
    ['a\\b.ts', /backslash/],
    ['m\u0000.ts', /look like/],
    ['m\n.ts', /look like/],
    ['\u200bm.ts', /look like/],
    ['a\u2215m.ts', /look like/],
    ['\uff0e\uff0e/m.ts', /look like/],
    ['e\u0301.ts', /look like/],
    ['\ud800.ts', /look like/],
    ['link.ts', /symbolic link/],
    ['self/m.ts', /symbolic link/],
    ['gone.ts', /no file/],
    ['link.ts/x', /symbolic link/],
  ] as const) {
    t.throws(() => fileWithin(folder, name, 'E_TRACE'), { code: 'E_TRACE', message }, JSON.stringify(name));
  }
});
