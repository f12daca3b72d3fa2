/** Minimal sets of fences: those that are published, and those that code of its own finds with fences that the authors wrote. */
import test from 'ava';
import { checkSystem } from '../../../src/check/check.ts';
import { FENCE_BEFORE } from '../../../src/language/fences/fence-before.ts';
import { type AnyModel, instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { gapsOf } from '../../../src/repair/fences/gaps.ts';
import { askedCells, Question } from '../../../src/repair/question.ts';
import { resultOf } from '../../../src/repair/result.ts';
import { Search } from '../../../src/repair/search.ts';
import { tryAllSets } from '../../helpers/all-sets.ts';
import { HereRunner } from '../../helpers/here-runner.ts';
import { dekker, lamport, peterson, storeBuffering } from './locks.ts';
import { deque, rcu, seqlock } from './structures.ts';

interface Placed {
  /** Sorted, each with commas between its fences. */
  readonly minimal: readonly string[];
  readonly gaps: readonly string[];
}

async function placed(model: AnyModel, memory: string): Promise<Placed> {
  const loaded = { model, name: model.name, path: import.meta.filename, hash: () => '' };
  const asked = { filters: { memory } };
  const gaps = await gapsOf(loaded, askedCells(loaded, asked), { workers: 1 });
  const question = new Question(loaded, { ...asked, gaps });
  const search = new Search(question, { runner: new HereRunner(), limits: {} });
  await search.run();
  const { minimal, counts, gapsStopped } = resultOf(search, 0);
  if (gapsStopped !== undefined || counts.undecided + counts.notExamined > 0) throw new Error('not all is decided');
  return {
    minimal: minimal.map(({ lines }) => lines.toSorted().join()).toSorted(),
    gaps: gaps.lines.map(({ name }) => name),
  };
}

/** With the author's fences, and not with the tool's. */
async function explored(model: AnyModel, memory: string, fenced: readonly string[]) {
  const parameters = chooseParameters(model.parameters, { memory, fenced });
  const system = instantiate(model, parameters);
  const report = await checkSystem(system, { model: model.name, parameters }, { workers: 1 });
  if (report.stopped !== undefined) throw new Error(`${fenced.join()} was stopped: ${report.stopped}`);
  return report;
}

const labelsOf = (model: AnyModel): readonly string[] => {
  const { fenced } = model.parameters;
  return fenced?.kind === 'selection' ? fenced.values : [];
};

function subsets(all: readonly string[]): readonly (readonly string[])[] {
  const sets: (readonly string[])[] = [[]];
  for (const one of all) sets.push(...sets.map((set) => [...set, one]));
  return sets;
}

/**
 * Whether these are all minimal sets, where a fence only takes runs away: each holds and does not without any of its fences, and the
 * largest sets that include none of them are violated.
 */
async function areAllMinimal(
  model: AnyModel,
  memory: string,
  minimal: readonly (readonly string[])[],
): Promise<boolean> {
  const holds = async (set: readonly string[]) => (await explored(model, memory, set)).verdict === 'holds';
  for (const set of minimal) {
    if (!(await holds(set))) return false;
    for (const fence of set) if (await holds(set.filter((one) => one !== fence))) return false;
  }
  const used = [...new Set(minimal.flat())];
  for (const out of subsets(used).filter((some) => minimal.every((set) => set.some((one) => some.includes(one))))) {
    if (await holds(labelsOf(model).filter((one) => !out.includes(one)))) return false;
  }
  return true;
}

/** `sets`: sorted, as `placed` has them; those without a source stand here because trying all sets finds them, too. */
interface Case {
  readonly model: unknown;
  readonly memory: 'tso' | 'pso';
  readonly sets: readonly string[];
  /** Published, or an argument that needs no checker. */
  readonly because?: string;
}

/** Of few labels: all sets are tried. */
const SMALL: readonly Case[] = [
  {
    model: storeBuffering,
    memory: 'tso',
    sets: ['p.load,q.load'],
    because:
      'SB+mfences is the litmus test that x86-TSO forbids, and SB+mfence+po one that it allows (Sewell et al. 2010)',
  },
  { model: storeBuffering, memory: 'pso', sets: ['p.load,q.load'], because: 'one location each: PSO adds nothing' },
  {
    model: peterson,
    memory: 'tso',
    sets: ['p.look-at-flag'],
    because: 'between its stores and its loads, in each process (Kawash and Higham 2000)',
  },
  { model: peterson, memory: 'pso', sets: ['p.give-way,p.look-at-flag'], because: 'and between flag and turn' },
  { model: dekker, memory: 'tso', sets: ['p.look-at-flag'] },
  { model: dekker, memory: 'pso', sets: ['p.look-at-flag,p.lower'] },
  { model: seqlock, memory: 'tso', sets: [''], because: 'the writer stores in order, and the reader loads in order' },
  {
    model: seqlock,
    memory: 'pso',
    sets: ['w.even,w.first'],
    because: 'smp_wmb() of write_seqcount_begin() and _end()',
  },
];

/** Of more labels. */
const LARGE: readonly Case[] = [
  { model: lamport, memory: 'tso', sets: ['p.look-at-x,p.look-at-y'] },
  { model: lamport, memory: 'pso', sets: ['p.end,p.look-at-x,p.look-at-y'] },
  {
    model: deque,
    memory: 'tso',
    sets: ['owner.take-top'],
    because: 'the fence of take (Chase and Lev 2005; Lê, Pop, Cohen and Zappa Nardelli, PPoPP 2013)',
  },
  { model: deque, memory: 'pso', sets: ['owner.push-bottom,owner.take-top'], because: 'and the item before bottom' },
  { model: rcu, memory: 'tso', sets: ['r.pointer,u.await', 'r.pointer,u.flip'] },
  { model: rcu, memory: 'pso', sets: ['r.pointer,u.await', 'r.pointer,u.flip'] },
];

for (const { model: declared, memory, sets, because } of [...SMALL, ...LARGE]) {
  const model = declared as AnyModel;
  const isSmall = SMALL.some((one) => one.model === declared);
  test(`${model.title}, ${memory}: ${sets.map((set) => set || 'no fence').join(' or ')}`, async (t) => {
    t.timeout(600_000);
    const { minimal, gaps } = await placed(model, memory);
    t.deepEqual(minimal, sets, because);
    if (isSmall) {
      const all = await tryAllSets(model, labelsOf(model), 1, (fenced) => ({ memory, fenced: new Set(fenced) }));
      t.deepEqual(
        all
          .minimal()
          .map((set) => set.split(',').toSorted().join())
          .toSorted(),
        sets,
      );
    } else {
      t.true(
        await areAllMinimal(
          model,
          memory,
          sets.map((set) => set.split(',')),
        ),
      );
    }
    // In front of the other steps a fence orders nothing: it takes no run away.
    const others = labelsOf(model).filter((label) => !gaps.includes(label));
    const counts = async (fenced: readonly string[]) => {
      const { states, transitions } = (await explored(model, memory, fenced)).statistics;
      return { states, transitions };
    };
    t.deepEqual(await counts(others), await counts([]));
    t.true(gaps.every((gap) => labelsOf(model).includes(gap)));
  });
}

test('under sequential consistency all of them hold without a fence', async (t) => {
  for (const model of [storeBuffering, peterson, dekker, lamport, seqlock, deque, rcu]) {
    t.is((await explored(model as unknown as AnyModel, 'sc', [])).verdict, 'holds', model.name);
  }
});

test('the fence that the tool places means what the author’s fence at the head of the step means', async (t) => {
  for (const memory of ['tso', 'pso'] as const) {
    for (const model of [peterson, seqlock] as unknown as readonly AnyModel[]) {
      for (const set of subsets(labelsOf(model))) {
        const author = await explored(model, memory, set);
        const parameters = chooseParameters(model.parameters, { memory, [FENCE_BEFORE]: set });
        const system = instantiate(model, parameters);
        const tool = await checkSystem(system, { model: model.name, parameters }, { workers: 1 });
        for (const { states, transitions, depth } of [author.statistics]) {
          t.like(tool.statistics, { states, transitions, depth }, `${model.name} ${memory} ${set.join()}`);
        }
        const verdicts = (report: typeof tool) => report.properties.map(({ id, verdict }) => `${id} ${verdict}`);
        t.deepEqual(verdicts(tool), verdicts(author));
      }
    }
  }
});

test('the reference, and several threads, find the same gaps', async (t) => {
  for (const model of [peterson, seqlock, deque] as unknown as readonly AnyModel[]) {
    const loaded = { model, name: model.name, path: import.meta.filename, hash: () => '' };
    const found = async (memory: string, limits: object) =>
      gapsOf(loaded, askedCells(loaded, { filters: { memory } }), limits);
    for (const memory of ['tso', 'pso']) {
      const expected = await found(memory, { engine: 'reference' });
      t.true(expected.lines.length > 0);
      t.deepEqual(await found(memory, { workers: 1 }), expected, `${model.name} ${memory}`);
      t.deepEqual(await found(memory, { workers: 2 }), expected, `${model.name} ${memory}`);
    }
  }
});
