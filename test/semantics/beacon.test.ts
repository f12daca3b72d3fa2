/** What a thread publishes of its evaluations, as another thread reads it. */
import test from 'ava';
import { Beacon, beginEvaluation, endEvaluation, publishOn, whilePublished } from '../../src/semantics/beacon.ts';

/** The name of what is evaluated, as the other side of the buffer reads it. */
const seen = ({ buffer }: Beacon) => new Beacon(buffer).evaluation?.name;

test.afterEach(() => publishOn(undefined));

test.serial('nothing is published before it is asked for, and nothing between evaluations', (t) => {
  const beacon = new Beacon();
  beginEvaluation({}, 'm', () => 'unheard');
  t.is(seen(beacon), undefined);
  endEvaluation();
  publishOn(beacon);
  beginEvaluation({}, 'm', () => "step 'a'");
  t.is(seen(beacon), "step 'a'");
  endEvaluation();
  t.is(seen(beacon), undefined);
});

test.serial('each evaluation has a number of its own, and a name is asked for once', (t) => {
  const beacon = new Beacon();
  publishOn(beacon);
  const subject = {};
  let asked = 0;
  const epochs = Array.from({ length: 5 }, () => {
    beginEvaluation(subject, 'm', () => `step ${++asked}`);
    const { epoch, name } = new Beacon(beacon.buffer).evaluation ?? {};
    t.is(name, 'step 1');
    endEvaluation();
    return epoch;
  });
  t.is(new Set(epochs).size, 5);
  beginEvaluation(subject, 'another origin', () => `step ${++asked}`);
  t.is(seen(beacon), 'step 2');
  endEvaluation();
});

test.serial('within an evaluation the inner one is published, and afterwards the outer one anew', async (t) => {
  const beacon = new Beacon();
  publishOn(beacon);
  await whilePublished("loading 'm'", async () => {
    const before = beacon.evaluation;
    beginEvaluation({}, 'm', () => 'building m');
    t.is(seen(beacon), 'building m');
    endEvaluation();
    t.is(seen(beacon), "loading 'm'");
    t.not(beacon.evaluation?.epoch, before?.epoch);
  });
  t.is(seen(beacon), undefined);
});

test.serial('a long name is cut, and names that no longer fit take turns', (t) => {
  const beacon = new Beacon();
  publishOn(beacon);
  const subjects = Array.from({ length: 2000 }, (_, i) => ({ name: `${i} ${'é'.repeat(5000)}` }));
  for (const again of [0, 1]) {
    for (const subject of subjects) {
      beginEvaluation(subject, 'm', ({ name }) => name);
      const name = seen(beacon) ?? '';
      t.true(subject.name.startsWith(name) && name.length > 500, `${again} ${subject.name.slice(0, 6)}`);
      endEvaluation();
    }
  }
});

test.serial('the number after the largest is the smallest', (t) => {
  const beacon = new Beacon();
  publishOn(beacon);
  new Int32Array(beacon.buffer)[0] = 2 ** 31 - 2;
  for (let i = 0; i < 3; i++) {
    beginEvaluation({}, 'm', () => `step ${i}`);
    t.is(seen(beacon), `step ${i}`);
    endEvaluation();
    t.is(seen(beacon), undefined);
  }
});
