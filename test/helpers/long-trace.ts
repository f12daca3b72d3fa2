/** A model of 12 lanes whose only counterexample has 100 steps: a token goes round, and every third step is one of the environment. */
export const LANES = 12;
export const STEPS = 100;

/** The step with this number, counted from 1. */
export function stepOf(number: number): {
  readonly lane: string;
  readonly label: string;
  readonly isEnvironment: boolean;
} {
  const isEnvironment = number % 3 === 0;
  return {
    lane: `station[${(number - 1) % LANES}]`,
    label: isEnvironment ? 'station / lose and find the token' : 'station / pass the token on',
    isEnvironment,
  };
}

export const LONG_TRACE_MODEL = `
import { defineModel, defineSystem, replicated } from 'everywhen';

export default defineModel({
  name: 'ring',
  title: 'a token goes round',
  parameters: {},
  build: () =>
    defineSystem({ taken: 0, sum: 0, visits: replicated(${LANES}, 0) }, { deadlock: 'allowed' })
      .processes('station', ${LANES}, {
        station: {
          'pass the token on': (s) => (s.get('taken') + 1) % 3 === 0 ? undefined : s.when(s.get('taken') < ${STEPS} && s.get('taken') % ${LANES} === s.index)
            ?.update('taken', (n) => n + 1).update('sum', (n) => n + s.index).update('visits', s.index, (n) => n + 1),
          'lose and find the token': { environment: (s) => (s.get('taken') + 1) % 3 !== 0 ? undefined : s.when(s.get('taken') < ${STEPS} && s.get('taken') % ${LANES} === s.index)
            ?.update('taken', (n) => n + 1).update('sum', (n) => n + s.index).update('visits', s.index, (n) => n + 1) },
        },
      }, { end: 'loop', mayWaitAt: ['station'] })
      .invariant('short', 'the token is not taken ${STEPS} times', (s) => s.get('taken') < ${STEPS}),
});
`;
