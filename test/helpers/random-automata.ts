/**
 * Random automata of a few states with observations, crashes and events, drawn as plain data; the systems that they are in the language;
 * and what `compare` must say of two of them, by the definition alone: words of observations, and the states after each.
 */
import fc from 'fast-check';
import { defineSystem, value } from '../../src/index.ts';

const STATES_MAX = 4;

const state = fc.nat({ max: STATES_MAX - 1 });
const edge = fc.record({
  from: state,
  to: state,
  isEnvironment: fc.nat({ max: 3 }).map((n) => n === 0),
  isCrash: fc.nat({ max: 4 }).map((n) => n === 0),
  isEvent: fc.nat({ max: 5 }).map((n) => n === 0),
});
type Edge = typeof edge extends fc.Arbitrary<infer T> ? T : never;

export const randomAutomaton = fc.record({
  /** By state, what is observed there. */
  shows: fc.tuple(...Array.from({ length: STATES_MAX }, () => fc.nat({ max: 2 }))),
  initials: fc.uniqueArray(state, { minLength: 1, maxLength: 2 }),
  edges: fc.array(edge, { maxLength: 7 }),
});
export type Automaton = typeof randomAutomaton extends fc.Arbitrary<infer T> ? T : never;

/** The second of a pair is drawn by itself, or is the first with edges added and, perhaps, one left out. */
export const randomPair = fc
  .tuple(randomAutomaton, randomAutomaton, fc.nat({ max: 3 }), fc.nat({ max: 20 }))
  .map(([A, other, how, without]): readonly [Automaton, Automaton] => {
    if (how === 0) return [A, other];
    const kept = A.edges.filter((_, i) => how < 3 || i !== without % (A.edges.length + 1));
    return [A, { ...A, edges: [...kept, ...other.edges.slice(0, how)] }];
  });

/** The automaton in the language: a rule for each edge. */
export function builderOf({ shows, initials, edges }: Automaton) {
  const rules = edges.map(({ from, to, isEnvironment, isCrash, isEvent }, i) => {
    const step = (s: Step) => {
      const there = s
        .when(s.get('at') === from)
        ?.set('at', to)
        ?.set('shows', shows[to] as number);
      return isCrash ? there?.unreachable('crash') : there;
    };
    return [`${isEvent ? 'event' : 'edge'} ${i}`, isEnvironment ? { environment: step } : step] as const;
  });
  return defineSystem({ at: value<number>(0), shows: value<number>(0) }, { deadlock: 'allowed' })
    .unreachable('crash', 'it never crashes')
    .rules('automaton', { ...Object.fromEntries(rules), never: (s: Step) => s.when(false) } as never)
    .initially((s) => initials.map((at) => s.set('at', at).set('shows', shows[at] as number)))
    .observable('shows', { event: 'event', step: ({ label }) => label.startsWith('event') });
}

interface Step {
  when(condition: boolean): Step | undefined;
  get(name: 'at'): number;
  set(name: 'at' | 'shows', to: number): Step;
  unreachable(id: string): Step;
}

export const MARKS = ['rests', 'crashes', 'diverges'] as const;
export type OracleMark = (typeof MARKS)[number];

/** States are numbers; a crashed one is `STATES_MAX` more. A symbol is `e1`: what is observed, with an `e` in front after an event. */
export class Oracle {
  readonly #automaton: Automaton;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
  }

  shows(state: number): string {
    return String(this.#automaton.shows[state % STATES_MAX]);
  }

  get initials(): readonly number[] {
    return this.#automaton.initials;
  }

  /** Each step from a state: where it leads, and the symbol that it shows, empty if none. */
  steps(state: number): readonly { readonly to: number; readonly symbol: string }[] {
    if (state >= STATES_MAX) return [];
    return this.#from(state).map(({ to, isCrash, isEvent }) => {
      const symbol = isEvent ? `e${this.shows(to)}` : this.shows(to) === this.shows(state) ? '' : this.shows(to);
      return { to: isCrash ? to + STATES_MAX : to, symbol };
    });
  }

  #from(state: number): readonly Edge[] {
    return this.#automaton.edges.filter(({ from }) => from === state);
  }

  has(state: number, mark: OracleMark): boolean {
    switch (mark) {
      case 'crashes':
        return state >= STATES_MAX;
      case 'rests':
        return state < STATES_MAX && this.#from(state).every(({ isEnvironment }) => isEnvironment);
      case 'diverges': {
        // A silent path with more steps than there are states repeats one of them.
        let reached = new Set([state]);
        for (let i = 0; i <= 2 * STATES_MAX; i++) reached = this.#silently(reached);
        return reached.size > 0;
      }
    }
  }

  #silently(states: ReadonlySet<number>): Set<number> {
    return new Set(
      [...states].flatMap((one) => this.steps(one).flatMap(({ to, symbol }) => (symbol === '' ? [to] : []))),
    );
  }

  /** The states of the runs that show exactly this word. */
  after(word: readonly string[]): ReadonlySet<number> {
    const [begin, ...rest] = word;
    let states = this.#closed(this.initials.filter((one) => this.shows(one) === begin));
    for (const symbol of rest) states = this.#closed(this.#showing(states, symbol));
    return states;
  }

  #showing(states: ReadonlySet<number>, wanted: string): readonly number[] {
    return [...states].flatMap((one) => this.steps(one).flatMap(({ to, symbol }) => (symbol === wanted ? [to] : [])));
  }

  #closed(from: readonly number[]): ReadonlySet<number> {
    const states = new Set(from);
    for (const one of states) for (const { to, symbol } of this.steps(one)) if (symbol === '') states.add(to);
    return states;
  }

  next(word: readonly string[]): readonly string[] {
    const symbols = [...this.after(word)].flatMap((one) => this.steps(one).map(({ symbol }) => symbol));
    return [...new Set(symbols)].filter((symbol) => symbol !== '').toSorted();
  }

  marks(word: readonly string[]): readonly OracleMark[] {
    return MARKS.filter((mark) => [...this.after(word)].some((one) => this.has(one, mark)));
  }
}

/**
 * The steps of the shortest run of A that shows what B cannot show, or may end as B cannot; undefined if no trace is missing. Every run is
 * tried, by its length. Of runs that end in one state only one is tried for each pair of what both may do after its word.
 */
export function missingAfter(A: Oracle, B: Oracle): number | undefined {
  const isMissing = (word: readonly string[], state: number) =>
    B.after(word).size === 0 || MARKS.some((mark) => A.has(state, mark) && !B.marks(word).includes(mark));
  const tried = new Set<string>();
  let runs = A.initials.map((state) => ({ state, word: [A.shows(state)] as readonly string[] }));
  for (let steps = 0; runs.length > 0; steps++) {
    if (runs.some(({ word, state }) => isMissing(word, state))) return steps;
    runs = runs
      .flatMap(({ state, word }) =>
        A.steps(state).map(({ to, symbol }) => ({ state: to, word: symbol === '' ? word : [...word, symbol] })),
      )
      .filter(({ state, word }) => {
        const key = `${state} ${[...B.after(word)].toSorted()}`;
        return !tried.has(key) && tried.add(key);
      });
  }
  return undefined;
}
