/** The engine of a live report as its page asks it: messages with numbers, answered as the server answers. */
import test from 'ava';
import { answerOn, type Channel, type EmbeddedModels } from '../../src/live/answering.ts';
import { type LiveAnswer, type LiveRequest, OPEN } from '../../src/page/data/live-data.ts';

const MODELS: EmbeddedModels = {
  philosophers: () => import('../../models/classics/dining-philosophers.ts'),
  broken: () => Promise.reject(new ReferenceError('process is not defined')),
  other: () => Promise.resolve({ default: 'no model' }),
};

function asking(): (route: string, body?: unknown) => Promise<LiveAnswer> {
  const waiting = new Map<number, (answer: LiveAnswer) => void>();
  let ask: (request: LiveRequest) => void = () => {};
  const channel: Channel = {
    postMessage: (answer) => waiting.get(answer.number)?.(answer),
    addEventListener: (_, listener) => {
      ask = (data) => listener({ data });
    },
  };
  answerOn(channel, MODELS);
  return (route, body) =>
    new Promise((resolve) => {
      const number = waiting.size;
      waiting.set(number, resolve);
      ask({ number, route, body });
    });
}

const opening = (name: string, parameters = '') => ({
  model: { name, quoted: name, hash: 'h' },
  parameters,
  kernel: new Uint8Array(),
});

test('a cell is opened with its parameters, and a walk in it is answered', async (t) => {
  const ask = asking();
  t.like(await ask(OPEN, opening('philosophers', 'philosophers=3')), {
    number: 0,
    answer: { model: 'philosophers', chosen: 'philosophers=3', initialStates: 1, modelHash: 'h' },
  });
  t.like(await ask('POST /api/at', { start: 0, steps: [2] }), { answer: { path: { start: 0, steps: [2] } } });
  const steps = [{ process: 'philosopher[1]', label: 'thinking', tag: 'system' }];
  t.deepEqual(await ask('POST /api/path', { initial: {}, steps }), { number: 2, answer: { start: 0, steps: [1] } });
});

test('what cannot be answered is an error with its reason', async (t) => {
  const ask = asking();
  const errorOf = async (route: string, body?: unknown) => {
    const answer = await ask(route, body);
    return 'error' in answer ? answer.error : '';
  };
  t.regex(await errorOf('GET /api/run'), /no answer to 'GET \/api\/run'/, 'no cell is open');
  t.regex(await errorOf(OPEN, opening('toString')), /^E_MODEL the file does not contain the model 'toString'/);
  t.regex(await errorOf(OPEN, opening('other')), /^E_MODEL 'other' has no model as its default export/);
  t.regex(await errorOf(OPEN, opening('broken')), /process is not defined/);
  t.regex(await errorOf(OPEN, opening('philosophers', 'philosophers=x')), /^E_PARAMETER/);
  await ask(OPEN, opening('philosophers'));
  t.not(await errorOf('POST /api/at', { start: 0, steps: [-1] }), '');
});
