/** What GitHub reads of this repository: the workflow by its published schema, the issue forms by their documented syntax. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { validateWorkflow } from '@action-validator/core';
import test from 'ava';
import { parse } from 'yaml';

const at = (path: string) => new URL(`../${path}`, import.meta.url);
const read = (path: string) => readFileSync(at(path), 'utf8');
const workflow = read('.github/workflows/ci.yml');

test('the workflow is one by its schema, and the schema sees what is wrong', (t) => {
  t.deepEqual(validateWorkflow(workflow).errors, []);
  t.true(validateWorkflow(workflow.replace('runs-on:', 'runs-an:')).errors.length > 0);
});

test('the workflow runs .ci/run on pushes and pull requests, on the Node that the package needs', (t) => {
  const { on, jobs } = parse(workflow);
  t.deepEqual(Object.keys(on), ['push', 'pull_request']);
  const steps: { readonly run?: string; readonly with?: { readonly 'node-version'?: number } }[] = jobs.test.steps;
  t.true(steps.some(({ run }) => run === '.ci/run'));
  t.true((statSync(at('.ci/run')).mode & 0o111) !== 0, '.ci/run can be executed');
  const node = steps.find((step) => step.with?.['node-version'] !== undefined)?.with?.['node-version'];
  t.is(JSON.parse(read('package.json')).engines.node.match(/\d+/)[0], String(node));
});

/** docs.github.com, "Syntax for GitHub's form schema". */
const ELEMENTS = ['markdown', 'textarea', 'input', 'dropdown', 'checkboxes'];
const forms = readdirSync(at('.github/ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml');

for (const file of forms) {
  test(`${file} is an issue form`, (t) => {
    const { name, description, body } = parse(read(`.github/ISSUE_TEMPLATE/${file}`));
    t.true(name.length > 0 && description.length > 0);
    const ids = body.flatMap(({ id }: { id?: string }) => id ?? []);
    t.is(new Set(ids).size, ids.length);
    for (const { type, id, attributes } of body) {
      t.true(ELEMENTS.includes(type), type);
      t.true(type === 'markdown' ? attributes.value.length > 0 : /^[\w-]+$/.test(id) && attributes.label.length > 0);
    }
    t.true(body.some(({ type }: { type: string }) => type !== 'markdown'));
  });
}

test('a bug report asks for model, command, JSON output and version', (t) => {
  const { body } = parse(read('.github/ISSUE_TEMPLATE/bug.yml'));
  const required = body.flatMap(({ id, validations }: { id?: string; validations?: { required?: boolean } }) =>
    validations?.required === true ? [id] : [],
  );
  t.deepEqual(required, ['model', 'command', 'output', 'expected', 'version']);
});
