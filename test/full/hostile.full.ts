/**
 * The hostile cases that take a gigabyte or a budget. With RESULTS=write all cases run, one after the other, and results/hostile.md says how
 * long each took to end.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { HOSTILE_CASES } from '../helpers/hostile-cases.ts';
import { runHostile } from '../helpers/hostile-run.ts';

const RESULTS = fileURLToPath(new URL('../../results/hostile.md', import.meta.url));
const isRecording = process.env['RESULTS'] === 'write';
/** By which a case may pass its limit. */
const SECONDS_MORE = 2;

const rows: string[] = [];

for (const hostile of HOSTILE_CASES.filter(({ isCostly }) => isRecording || isCostly)) {
  test.serial(`it ends with ${hostile.exitCode}: ${hostile.title}`, async (t) => {
    const seconds = await runHostile(t, hostile);
    const { title, exitCode, limit } = hostile;
    rows.push(`| ${title.replaceAll('|', '\\|')} | ${exitCode} | ${limit ?? ''} | ${seconds.toFixed(1)} |`);
    if (isRecording && limit !== undefined) t.true(seconds <= limit + SECONDS_MORE, `${seconds} s`);
  });
}

test.after(() => {
  if (!isRecording) return;
  const [{ model = '' } = {}] = cpus();
  const head = `# How long hostile models take to end

\`RESULTS=write npx ava test/full/hostile.full.ts\`, Node ${process.version}, ${cpus().length} processors (${model}), load ${loadavg()[0]?.toFixed(0)}. In
seconds, from the first signal, from the beginning of a loop that says so, or from the start of the process. The limit is \`--step-timeout\`
or \`--timeout\`, or 0 after a signal. None may pass its limit by more than ${SECONDS_MORE} s.

| situation | exit code | limit | ended after |
| --- | --- | --- | --- |
`;
  writeFileSync(RESULTS, `${head}${rows.join('\n')}\n`);
});
