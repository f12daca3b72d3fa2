/** The meaning of the initial states of a random system (random-system.ts). */
import { FLAGS, MODES, NUMBERS, WORDS } from './random-components.ts';
import type { Initial, RandomSystem } from './random-system.ts';

// The data decides at run time what is written, so states are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;

/** The system with the initial states that the data describes beside the first. */
export function withInitialStates(builder: Untyped, data: RandomSystem, note: (feature: string) => void): Untyped {
  const { initials } = data;
  if (initials.length === 0) return builder;
  return builder.initially((s: Untyped) => {
    const states = [s, ...initials.map((one) => written(s, one, data))];
    if (states.some((state) => state !== s)) note('initial states');
    return states;
  });
}

function written(s: Untyped, { set, target, to }: Initial, { programs, modulus }: RandomSystem): Untyped {
  const p = target % programs.length;
  const { labels, replicas, context } = programs[p] as RandomSystem['programs'][number];
  const which = replicas === 1 ? [] : [to % replicas];
  switch (set) {
    case 'number':
      return s.set('number', target % NUMBERS, to % modulus);
    case 'flag':
      return s.set('flag', target % FLAGS, to % 2 === 0);
    case 'mode':
      return s.set('mode', MODES[to % MODES.length]);
    case 'word':
      return s.set('word', target % WORDS, to % modulus);
    case 'own':
      return s.setLocal(`p${p}`, ...which, 'own', to % modulus);
    case 'label':
      // Where a handler runs is state of its CPU.
      if (context.startsWith('handler')) return s;
      return s.begin(`p${p}`, ...which, to === labels.length ? 'halted' : `l${to % labels.length}`);
    case 'nothing':
      return s;
  }
}
