/** The README's commands do what it says of them: `# holds`, `# 12 steps` with `--property`, `# P5 in 17, P3 in 26`. */
import '../../helpers/uncounted.ts';
import { readFileSync } from 'node:fs';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/avic-ipi/index.ts';
import { property } from '../../helpers/explored.ts';

const text = readFileSync(new URL('../../../models/avic-ipi/README.md', import.meta.url), 'utf8');
const commands = [...text.matchAll(/^everywhen check avic-ipi(?<given>[^#\n]*)#(?<says>.*)$/gm)].map(({ groups }) => ({
  words: (groups?.['given'] ?? '').trim().split(/\s+/).filter(Boolean),
  says: groups?.['says'] ?? '',
}));

test('the README answers with commands', (t) => {
  t.true(commands.length > 15);
});

for (const { words, says } of commands) {
  test(`everywhen check avic-ipi ${words.join(' ')}:${says}`, async (t) => {
    const given = words.filter((word) => word.includes('=')).map((word) => word.split('='));
    const report = await check(model, Object.fromEntries(given));
    if (says.includes('holds')) {
      t.is(report.verdict, 'holds');
      const states = says.match(/([\d,]+) states/)?.[1]?.replaceAll(',', '');
      if (states !== undefined) t.is(report.statistics.states, Number(states));
      return;
    }
    const named = words.includes('--property') ? words[words.indexOf('--property') + 1] : undefined;
    const steps = says.match(/(\d+) steps/)?.[1];
    const found = [...says.matchAll(/(P\w+) in (\d+)/g)].map(([, id, length]) => [id, length]);
    for (const [id = '', length] of named === undefined ? found : [[named, steps]]) {
      t.is(property(report, id).counterexample?.steps.length, Number(length), id);
    }
    t.true(named !== undefined || found.length > 0);
  });
}
