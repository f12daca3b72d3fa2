/** Checks the examples for many machines against their published schemas and our own command line. */
import { readFileSync } from 'node:fs';
import { validateWorkflow } from '@action-validator/core';
import test from 'ava';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { parse } from 'yaml';
import { everywhenHere } from '../helpers/cli.ts';

const example = (name: string) => readFileSync(new URL(`../../docs/nightly/${name}`, import.meta.url), 'utf8');
const workflow = example('github-actions.yml');
const job = example('kubernetes-job.yaml');

test('the GitHub workflow conforms to its schema, and the schema sees what is wrong', (t) => {
  t.deepEqual(validateWorkflow(workflow).errors, []);
  t.true(validateWorkflow(workflow.replace('runs-on:', 'runs-an:')).errors.length > 0);
  t.true(validateWorkflow(workflow.replace('needs: part', 'needs: [part, 7]')).errors.length > 0);
});

test('the Kubernetes manifest conforms to the schema of an indexed Job, and the schema sees what is wrong', (t) => {
  const manifest = parse(job);
  t.notThrows(() => new Job(manifest).validate());
  t.is(manifest.spec.completionMode, 'Indexed');
  t.throws(() => new Job({ ...manifest, spec: { ...manifest.spec, completions: 'eight' } }).validate());
  t.throws(() => new Job({ ...manifest, spec: { completions: 8 } as never }).validate());
});

test('the manifest of machines for a queue is a Deployment by its schema, whose command finds its address in the environment', (t) => {
  const manifest = parse(example('kubernetes-work.yaml'));
  t.notThrows(() => new Deployment(manifest).validate());
  t.throws(() => new Deployment({ ...manifest, spec: { ...manifest.spec, replicas: 'eight' } }).validate());
  const [{ command, env }] = manifest.spec.template.spec.containers;
  t.deepEqual(command, ['npx', 'everywhen', 'work']);
  t.is(env[0].name, 'EVERYWHEN_QUEUE');
});

test('the examples run all parts, by flags that exist', async (t) => {
  const parts = parse(workflow).jobs.part.strategy.matrix.part;
  t.deepEqual(parts, [1, 2, 3, 4]);
  t.true(workflow.includes(`--shard \${{ matrix.part }}/${parts.length}`));
  const { completions, parallelism, template } = parse(job).spec;
  t.is(completions, parallelism);
  t.true(
    template.spec.containers[0].command.join(' ').includes(`--shard $((JOB_COMPLETION_INDEX + 1))/${completions}`),
  );
  const used = [workflow, job].flatMap((text) => [...text.matchAll(/everywhen (nightly|merge) ([^\n]*)/g)]);
  t.is(used.length, 4);
  for (const [, command = '', words = ''] of used) {
    const { stdout } = await everywhenHere([command, '--help']);
    for (const [flag] of words.matchAll(/--\w+/g)) t.true(stdout.includes(`${flag} `), `${command} has ${flag}`);
  }
});
