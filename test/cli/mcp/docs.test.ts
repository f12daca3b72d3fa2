/** What docs/mcp.md shows is what the tools answer. The calls are real, and the model is the one on the page. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { asPrinted, isPrinted } from '../../helpers/console.ts';
import { folderWith } from '../../helpers/files.ts';
import { McpServer } from '../../helpers/mcp.ts';

const DOCS = fileURLToPath(new URL('../../../docs/', import.meta.url));
const PAGE = join(DOCS, 'mcp.md');
const CALL = /<!-- call (?<tool>\w+) -->\n```json\n(?<given>[\s\S]*?)```\n\n```text\n(?<shown>[\s\S]*?)```/g;

/** Whatever depends on the machine. */
const timeless = (text: string) => text.replace(/"seconds":[\d.]+/, '"seconds":0.1').replace(/\d+\.\d+ s$/gm, '0.1 s');

test('every call on the page answers what is shown', async (t) => {
  const page = readFileSync(PAGE, 'utf8');
  const [, model = ''] = page.match(/```ts\n([\s\S]*?)```/) ?? [];
  const server = await McpServer.in(folderWith(t, { 'mailbox.ts': model }));
  t.teardown(() => server.close());
  const calls = [...page.matchAll(CALL)].map(({ groups }) => groups as { tool: string; given: string; shown: string });
  t.deepEqual(
    calls.map(({ tool }) => tool),
    ['check', 'trace', 'explain', 'replay', 'check'],
  );
  const trace = { model: 'mailbox.ts', property: 'P1', format: 'json' };
  let written = page;
  for (const { tool, given, shown } of calls) {
    const asked = JSON.parse(given);
    // The page leaves out most of the trace.
    if ('trace' in asked) asked.trace = JSON.parse((await server.call('trace', trace)).text);
    const text = `${timeless((await server.call(tool, asked)).text)}\n`;
    written = written.replace(`${given}\`\`\`\n\n\`\`\`text\n${shown}`, () => {
      return `${given}\`\`\`\n\n\`\`\`text\n${asPrinted(shown, text)}`;
    });
    if (process.env['GOLDEN'] !== 'write') t.true(isPrinted(shown, text), text);
  }
  if (process.env['GOLDEN'] === 'write') writeFileSync(PAGE, written);
});

test('the links of llms.txt lead to pages that are there', (t) => {
  const links = [...readFileSync(join(DOCS, 'llms.txt'), 'utf8').matchAll(/\]\(([^)]+)\)/g)].map(
    ([, link = '']) => link,
  );
  t.true(links.length > 10);
  for (const link of links) t.true(existsSync(join(DOCS, link)), link);
});
