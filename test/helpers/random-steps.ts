/** The meaning of the data of a random system (random-system.ts). */

import { defineSystem } from 'everywhen';
import type { Map as ImmutableMap, Set as ImmutableSet } from 'immutable';
import { channelEnd, hearing, withMeeting } from './random-channels.ts';
import { areRulesAlone, withLaterClaims } from './random-claims.ts';
import { Cell, componentsOf, FLAGS, LOCKS, MODES, NUMBERS, WORDS } from './random-components.ts';
import { crossCpu, withFar } from './random-cpus.ts';
import { withInitialStates } from './random-initial-states.ts';
import { access } from './random-memory.ts';
import { marked, owe, withOwed } from './random-owed.ts';
import { schedulingOf, switched } from './random-preemption.ts';
import { rcuEnd, used } from './random-rcu.ts';
import type { Action, Atom, Claim, Effect, RandomSystem } from './random-system.ts';
import { waitingEnd, withWaker } from './random-waiting.ts';

const KEYS = ['x', 'y'] as const;
type Mode = (typeof MODES)[number];

// The data decides at run time what a step does, so snapshots are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;

/** The system that the data describes. `note` is called with each feature of the language that a step or claim uses. */
export function buildRandom(drawn: RandomSystem, note: (feature: string) => void = () => {}) {
  const data = areRulesAlone(drawn) ? { ...drawn, programs: [] } : drawn;
  if (data !== drawn) note('rule sets alone');
  const meaning = new Meaning(data, note);
  const { programs, rules, crashes, describes, deadlock, lockOrder, memory, buffer, oneCpu } = data;
  const mayRest = (s: Untyped) => meaning.ask(s, (data.claims[8] as Claim).atoms[0]);
  const deadlocks = deadlock ? buffer === 2 && { mayRest } : { deadlock: 'allowed' as const };
  let builder: Untyped = defineSystem(componentsOf(data), { memory, buffer, ...deadlocks })
    .assertion('A', 'an assertion')
    .assertion('B', 'another', { informational: true });
  if (crashes) builder = builder.unreachable('U', 'a crash').unreachable('V', 'another');
  builder = meaning.procedures(withOwed(builder, data));
  programs.forEach(({ labels, replicas, loop, mayWait, context }, p) => {
    const options = {
      locals: { own: 0 },
      end: loop ? 'loop' : 'halt',
      mayWaitAt: mayWait ? ['l0'] : [],
      ...(oneCpu && { cpu: 'c' }),
      ...(context !== 'own CPU' && { cpu: 'cpu0' }),
      ...schedulingOf(data, p, note),
      ...(context.startsWith('handler') && { priority: Number(context.at(-1)) }),
    };
    const [one, several] = context.startsWith('handler') ? ['interrupt', 'interrupts'] : ['process', 'processes'];
    const steps = Object.fromEntries(labels.map((actions, label) => [`l${label}`, meaning.label(actions, p, label)]));
    if (replicas === 1) builder = builder[one as string](`p${p}`, steps, options);
    else builder = builder[several as string](`p${p}`, replicas, steps, options);
  });
  if (rules.steps.length > 0) {
    const steps = Object.fromEntries(rules.steps.map((action, r) => [`r${r}`, meaning.rule(action)]));
    builder = rules.replicas === 1 ? builder.rules('r', steps) : builder.ruleSets('r', rules.replicas, steps);
  }
  if (data.meeting !== undefined) builder = meaning.meeting(builder, data.meeting);
  builder = withFar(builder, data, note);
  builder = withWaker(builder, data.waker, note);
  const holds = (which: number) => (s: Untyped) => meaning.holds(s, data.claims[which] as Claim);
  const asks = (which: number) => (s: Untyped) => meaning.ask(s, (data.claims[which] as Claim).atoms[0]);
  builder = builder
    .invariant('I', 'a state invariant', holds(0))
    .invariant('W', 'one with an antecedent', holds(1), { when: asks(2) })
    .stepInvariant('S', 'a step invariant', (before: Untyped, after: Untyped) => !asks(3)(before) || asks(4)(after))
    .stepInvariant('T', 'one with an antecedent', (_: Untyped, after: Untyped) => holds(5)(after), {
      when: (before: Untyped, _: Untyped, step: Untyped) => step.tag === 'system' && asks(6)(before),
    })
    .quiescent('Q', 'a quiescence property', holds(7))
    .quiescent('P', 'one with an antecedent', holds(8), { when: asks(9) })
    .reachable('R', 'a reachable state', (s: Untyped) => asks(10)(s) && asks(11)(s))
    .reachable('Z', 'a state of rest', (s: Untyped) => asks(10)(s) && asks(11)(s), { quiescent: true })
    .outcomes('O', 'what rests show', (s: Untyped) => ({ set: s.get('set'), word: s.get('word', 0) }));
  if (lockOrder) builder = builder.lockOrder('L', 'lock analysis');
  builder = builder
    .leadsTo('G', 'something leads to something', asks(2), asks(6))
    .storm('M', 'a storm', (_: Untyped, after: Untyped, step: Untyped) => step.label === 'l0' && asks(4)(after))
    .progress('N', 'progress', (before: Untyped) => asks(3)(before));
  builder = withLaterClaims(builder, data, asks);
  builder = withInitialStates(builder, data, note);
  // A random description is almost never that of all quiescent states; where none is quiescent, this one is.
  const rests = data.limit === 80 ? () => false : holds(11);
  return describes ? builder.quiescentStates('D', 'where all may rest', rests) : builder;
}

/** Makes the steps and claims of one system from data. */
class Meaning {
  readonly #data: RandomSystem;
  readonly #note: (feature: string) => void;

  constructor(data: RandomSystem, note: (feature: string) => void) {
    this.#data = data;
    this.#note = note;
  }

  procedures(builder: Untyped): Untyped {
    const by = (s: Untyped) => (n: number) => (n + s.get('by')) % this.#data.modulus;
    return builder
      .procedure(
        'add',
        { by: 1 },
        {
          first: (s: Untyped) => s.update('number', 0, by(s)),
          second: (s: Untyped) => s.assert('B', (all: Untyped) => all.get('by') < 3 || !all.get('flag', 0)).return(),
        },
      )
      .procedure(
        'repeat',
        { left: 1, by: 1 },
        {
          again: (s: Untyped) => {
            if (s.get('left') === 0) return s.return();
            this.#note('procedure in a procedure');
            return s.update('left', (n: number) => n - 1).call('add', { by: s.get('by') }, 'again');
          },
          never: (s: Untyped) => s,
        },
      );
  }

  label(actions: readonly Action[], program: number, label: number): Untyped {
    const { labels, replicas, loop } = this.#data.programs[program] as RandomSystem['programs'][number];
    const steps = actions.map(
      (action) =>
        hearing(action, this.#note, (s, one) => this.#run(s, one, label, labels.length)) ??
        this.#tagged(action, (s) => {
          const result = this.#run(s, action, label, labels.length);
          if (result === undefined) return undefined;
          this.#note('programs');
          if (actions.length > 1) this.#note('alternatives');
          if (replicas > 1) this.#note('replicated processes');
          if (loop && label === labels.length - 1 && action.ends === 'next') this.#note('loops');
          return result;
        }),
    );
    return steps.length === 1 ? steps[0] : Object.fromEntries(steps.map((step, a) => [`a${a}`, step]));
  }

  meeting(builder: Untyped, { hears, acts, sends }: NonNullable<RandomSystem['meeting']>): Untyped {
    const heard = hearing({ ...hears, ends: 'hear' }, this.#note, (s, one) => this.#run(s, one, undefined, 0));
    return withMeeting(builder, { sends, heard, act: this.rule(acts), note: this.#note });
  }

  rule(action: Action): Untyped {
    return (
      hearing(action, this.#note, (s, one) => this.#run(s, one, undefined, 0)) ??
      this.#tagged(action, (s) => {
        const result = this.#run(s, action, undefined, 0);
        if (result !== undefined) this.#note('rule sets');
        return result;
      })
    );
  }

  #tagged({ environment, ends }: Action, step: (s: Untyped) => Untyped): Untyped {
    if (!environment) return step;
    // A step that begins to wait may spend nothing. Programs that loop would rarely come round.
    const isBounded = this.#data.budget !== 'none' && !['lock', 'synchronize', 'next'].includes(ends);
    return {
      ...(isBounded && { budget: 'b' }),
      environment: (s: Untyped) => {
        const result = step(s);
        if (result === undefined) return undefined;
        this.#note('environment tags');
        if (isBounded) this.#note('budgets');
        return result;
      },
    };
  }

  /** The effect of an action at a label of a program, or in a rule set. */
  #run(s: Untyped, action: Action, label: number | undefined, labels: number): Untyped {
    if (action.guard.ask !== 'always' && !this.ask(s, action.guard)) return undefined;
    const program = label !== undefined;
    const done = action.effects.reduce((state, one) => state && this.#apply(state, one, program), this.#counted(s));
    if (done === undefined) return undefined;
    const { to, claim } = action;
    const target = `l${to % Math.max(1, labels)}`;
    const noting = (feature: string, result: Untyped) => {
      if (result !== undefined) this.#note(feature);
      return result;
    };
    switch (action.ends) {
      case 'next':
        return done;
      case 'goto':
        return program ? noting('goto', done.goto(target)) : done;
      case 'stay':
        return program ? noting('goto', s.goto(`l${label}`)) : s;
      case 'choose':
        return noting('choices', done.choose(this.#choices(s, done, action, program ? target : undefined)));
      case 'choose from':
        return noting(
          'choices',
          done.chooseFrom([0, 1, 2].slice(to % 2), (n: number) =>
            done.when(n !== to)?.set('number', 1, n % this.#data.modulus),
          ),
        );
      case 'call':
        return program ? noting('procedures', done.call('add', { by: to }, to > 2 ? undefined : target)) : done;
      case 'repeat':
        return program ? noting('procedures', done.call('repeat', { left: to % 3, by: to }, target)) : done;
      case 'halt':
        return program ? noting('halt', done.halt()) : done;
      case 'assert':
        this.#note('assertions');
        return to < 3
          ? done.assert('B', this.ask(done, { ...action.guard, ask: 'number' }))
          : done.assert('A', (all: Untyped) => this.holds(all, claim));
      case 'crash':
        return this.#crash(s, done, action);
      case 'lock':
        return noting('locks', this.#acquire(done, action, label));
      case 'unlock':
        return this.#release(s, done, action);
      case 'send':
      case 'take':
      case 'meet':
        return channelEnd(done, action, program && to > 3 ? [target] : [], this.#note);
      case 'hear':
        return done;
      case 'read':
      case 'synchronize':
      case 'call back':
        return rcuEnd(done, action, label === 0 && this.#isHandler(s.process), this.#note);
      case 'sleep':
      case 'wake':
      case 'await':
      case 'post':
        return waitingEnd(done, action, program ? `l${label}` : undefined, this.#note);
    }
  }

  /** The first lock saves interrupts, the second is of several kinds; a third is only ever tried. */
  #acquire(s: Untyped, { to, claim }: Action, label: number | undefined): Untyped {
    if (to === 5) return s.tryAcquire('outer') ?? s;
    if (to % LOCKS === 0) {
      this.#note('irqsave');
      return s.acquireIrqsave('lock', 0);
    }
    const { secondLock } = this.#data;
    this.#note(`${secondLock} lock`);
    const nesting = claim.atoms[0].target > 3 ? { subclass: 1 } : undefined;
    // No handler may begin in a queue.
    if (secondLock !== 'spin' && secondLock !== 'ticket') {
      // Without a limit, repeated reads would give infinitely many states.
      if (s.get('lock', 1).readers.get(s.process, 0) > 1) return s;
      return claim.all || label === 0 ? s.acquireRead('lock', 1, nesting) : s.acquireWrite('lock', 1, nesting);
    }
    return label === 0 ? s.tryAcquire('lock', 1, nesting) : s.acquire('lock', 1, nesting);
  }

  #release(s: Untyped, done: Untyped, { to }: Action): Untyped {
    const lock = to % LOCKS;
    const held = s.get('lock', lock).heldBy(s.process) !== undefined;
    if (to === 5) return s.get('outer').heldBy(s.process) || this.#data.lockOrder ? done.release('outer') : done;
    if (!held) return done;
    return lock === 0 ? done.releaseIrqrestore('lock', 0) : done.release('lock', 1);
  }

  #counted(s: Untyped): Untyped {
    return this.#data.counted ? s.update('steps', (n: number) => (n + 1) % 3) : s;
  }

  #choices(s: Untyped, done: Untyped, { to, claim, guard }: Action, target: string | undefined): Untyped {
    const more = done.update('number', 1, (n: number) => (n + 1) % this.#data.modulus);
    return {
      stay: done,
      more: to === 1 ? more.assert('A', (all: Untyped) => this.holds(all, claim)) : more,
      'if possible': to === 2 ? this.#crash(s, done, { to, guard }) : s.get('flag', 0) && done,
      ...(target !== undefined && { away: done.goto(target) }),
    };
  }

  #crash(s: Untyped, done: Untyped, { to, guard }: Pick<Action, 'to' | 'guard'>): Untyped {
    const [number, is] = [guard.target % NUMBERS, guard.is % 3];
    if (!this.#data.crashes || s.get('number', number) !== is) return done;
    this.#note('unreachable');
    return done.unreachable(to % 2 === 0 ? 'U' : 'V');
  }

  #apply(s: Untyped, { kind, target, by }: Effect, program: boolean): Untyped {
    const { modulus, limit } = this.#data;
    const add = (n: number) => (n + by) % modulus;
    const [number, flag] = [target % NUMBERS, target % FLAGS];
    switch (kind) {
      case 'add':
        this.#note('replicated components');
        return s.update('number', number, (n: number) => (n + by + (s.index ?? 0)) % modulus);
      case 'copy':
        return s.set('number', number, s.get('number', (target + 1) % NUMBERS));
      case 'reset':
        return s.set('number', number, by % modulus);
      case 'toggle':
        this.#note('Set');
        return s.update('set', (set: ImmutableSet<number>) => (set.has(number) ? set.remove(number) : set.add(number)));
      case 'enter':
        this.#note('Map');
        return s.update('map', (map: ImmutableMap<string, number>) => {
          const key = KEYS[target % KEYS.length] as string;
          return map.has(key) ? map.remove(key) : map.set(key, by % 2);
        });
      case 'fill':
        this.#note('Record');
        return s.update('cell', (cell: Cell) => (cell.full ? new Cell() : cell.fill(by % 2)));
      case 'mode':
        return s.set('mode', MODES[by % MODES.length]);
      case 'flag':
        return s.set('flag', flag, by < 2);
      case 'watch':
        return s.set('flag', flag, this.#hasPrograms && this.#labelOf(s, target) === `l${by}`);
      case 'count':
        return s.update('counter', (n: number) => (n + 1) % limit);
      case 'own':
        return program ? s.update('own', add) : s;
      case 'note':
        this.#note('ghosts updated');
        return owe(s, by, this.#note).update('last', (_: Mode, all: Untyped) => all.get('mode'));
      case 'interrupts':
        return switched(s, this.#data, by, this.#note);
      case 'store':
      case 'load':
      case 'lock add':
      case 'exchange':
      case 'fence':
        return access(s, { kind, target, by }, this.#data, this.#note);
      case 'other CPUs':
        return crossCpu(marked(s, this.#note), by, this.#data, this.#note);
      case 'use':
        return used(s, by, this.#note);
      case 'nothing':
        return s;
    }
  }

  holds(s: Untyped, { atoms, all }: Claim): boolean {
    const [first, second] = atoms;
    return all ? this.ask(s, first) && this.ask(s, second) : this.ask(s, first) || this.ask(s, second);
  }

  ask(s: Untyped, { ask, target, is }: Atom): boolean {
    switch (ask) {
      case 'always':
        return true;
      case 'number':
        return s.get('number', target % NUMBERS) <= is;
      case 'same':
        return s.get('number', target % NUMBERS) === s.get('number', is % NUMBERS);
      case 'member':
        return s.get('set').has(target % NUMBERS) === is > 2;
      case 'entry':
        return s.get('map').get(KEYS[target % KEYS.length]) !== is % 2;
      case 'word':
        return s.get('word', target % WORDS) <= is / 2;
      case 'full':
        return s.get('cell').full === is > 2;
      case 'free':
        return s.get('lock', target % LOCKS).before('').length === 0;
      case 'mode':
        return s.get('mode') !== MODES[is % MODES.length];
      case 'flag':
        return s.get('flag', target % FLAGS) === is > 2;
      case 'counter':
        return s.get('counter') < (this.#data.limit * (is + 3)) / 8;
      case 'at':
        return this.#hasPrograms && this.#labelOf(s, target) !== `l${is}`;
      case 'steps':
        this.#note('ghosts in claims');
        return s.get('steps') <= is;
      case 'last':
        this.#note('ghosts in claims');
        return s.get('last') !== MODES[is % MODES.length];
      case 'local':
        return this.#hasPrograms && s.local(...this.#program(target), 'own') <= is;
    }
  }

  #isHandler(process: string): boolean {
    const [, p] = /^p(\d)/.exec(process) ?? [];
    return this.#data.programs[Number(p)]?.context.startsWith('handler') ?? false;
  }

  get #hasPrograms(): boolean {
    return this.#data.programs.length > 0;
  }

  #labelOf(s: Untyped, target: number): string {
    return s.at(...this.#program(target));
  }

  /** The name of one of the programs, with an index if it has several instances. */
  #program(target: number): [name: string, index?: number] {
    const { programs } = this.#data;
    const p = target % programs.length;
    const { replicas } = programs[p] as RandomSystem['programs'][number];
    return replicas === 1 ? [`p${p}`] : [`p${p}`, target % replicas];
  }
}
