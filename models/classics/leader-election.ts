/**
 * Leader election in a ring that sends one way: a node compares what it hears with the largest number that it knows, and stays active
 * or only passes on.
 *
 * D. Dolev, M. Klawe, M. Rodeh, "An O(n log n) unidirectional distributed algorithm for extrema finding in a circle", Journal of
 * Algorithms 3, 1982. The steps are those of SPIN's example `leader0.pml` with all that SPIN merges into each, so that states are
 * counted as there: 15,779 for five nodes (SPIN 6.5.2, -DNOREDUCE).
 */
import { defineModel, defineSystem, expecting, replicated, sizeRange } from 'everywhen';
import { List } from 'immutable';

/** The node with the smallest number, from 1. */
const SMALLEST = 3;

const model = defineModel({
  name: 'leader-election',
  title: 'leader election in a ring (leader0 of the SPIN examples)',
  parameters: { nodes: sizeRange({ from: 3, to: 8, initial: 5 }) },
  build({ nodes: count }) {
    const numberOf = (node: number) => ((count + SMALLEST - node - 1) % count) + 1;
    const after = (node: number) => (node + 1) % count;
    const indices = Array.from({ length: count }, (_, node) => node);
    return defineSystem({
      running: false,
      /** What comes to a node: the kind of a message and a number, first in first out. */
      inbox: replicated(count, List<string>()),
      active: replicated(count, true),
      knowsWinner: replicated(count, false),
      heard: replicated(count, 0),
      largest: replicated(count, numberOf),
      neighbour: replicated(count, 0),
      /** SPIN's processes end in the reverse of the order in which they began. */
      ended: replicated(count, false),
      leaders: 0,
    })
      .processes('node', count, {
        begin: (s) => s.when(s.get('running')),
        'send own': (s) => s.update('inbox', after(s.index), (inbox) => inbox.push(`one ${numberOf(s.index)}`)),
        receive: (s) => {
          const inbox = s.get('inbox', s.index);
          const message = inbox.first();
          if (message === undefined) return undefined;
          const [kind, number] = message.split(' ') as ['one' | 'two' | 'winner', string];
          return s.set('inbox', s.index, inbox.shift()).set('heard', s.index, Number(number)).goto(`hear ${kind}`);
        },
        'hear one': (s) => s.goto(s.get('active', s.index) ? 'compare one' : 'pass one'),
        'compare one': (s) =>
          s.goto(s.get('heard', s.index) === s.get('largest', s.index) ? 'win' : 'tell the next but one'),
        'tell the next but one': (s) => {
          const heard = s.get('heard', s.index);
          return s
            .update('inbox', after(s.index), (inbox) => inbox.push(`two ${heard}`))
            .set('neighbour', s.index, heard)
            .goto('receive');
        },
        win: (s) => s.assert('largest', s.get('heard', s.index) === count).set('knowsWinner', s.index, true),
        announce: (s) =>
          s.update('inbox', after(s.index), (inbox) => inbox.push(`winner ${s.get('heard', s.index)}`)).goto('receive'),
        'pass one': (s) =>
          s.update('inbox', after(s.index), (inbox) => inbox.push(`one ${s.get('heard', s.index)}`)).goto('receive'),
        'hear two': (s) => s.goto(s.get('active', s.index) ? 'compare two' : 'pass two'),
        'compare two': (s) => {
          const [neighbour, heard] = [s.get('neighbour', s.index), s.get('heard', s.index)];
          const isLargest = neighbour > heard && neighbour > s.get('largest', s.index);
          return isLargest ? s.set('largest', s.index, neighbour).goto('stay active') : s.goto('retire');
        },
        'stay active': (s) =>
          s
            .update('inbox', after(s.index), (inbox) => inbox.push(`one ${s.get('neighbour', s.index)}`))
            .goto('receive'),
        retire: (s) => s.set('active', s.index, false).goto('receive'),
        'pass two': (s) =>
          s.update('inbox', after(s.index), (inbox) => inbox.push(`two ${s.get('heard', s.index)}`)).goto('receive'),
        'hear winner': (s) => s.goto(s.get('heard', s.index) === numberOf(s.index) ? 'lead' : 'tell the winner'),
        lead: (s) => s,
        count: (s) => s.set('leaders', s.get('leaders') + 1),
        'lead alone': (s) => s.assert('one', s.get('leaders') === 1),
        'tell the winner': (s) => s.goto(s.get('knowsWinner', s.index) ? 'end' : 'pass the winner'),
        'pass the winner': (s) =>
          s.update('inbox', after(s.index), (inbox) => inbox.push(`winner ${s.get('heard', s.index)}`)),
        end: (s) =>
          s.when(indices.every((node) => node <= s.index || s.get('ended', node)))?.set('ended', s.index, true),
      })
      .process('init', {
        'run the nodes': (s) => s.set('running', true),
        end: (s) => s.when(s.get('ended', 0)),
      })
      .assertion('largest', 'who wins has the largest number')
      .assertion('one', 'there is one leader');
  },
});

export default expecting(model, {
  variants: ['only'],
  scenarios: { '3 nodes': { nodes: 3 }, '4 nodes': { nodes: 4 }, '5 nodes': { nodes: 5 } },
  moreScenarios: { '6 nodes': { nodes: 6 }, '7 nodes': { nodes: 7 } },
  // SPIN counts the way to the initial state as a transition, too.
  counts: {
    '3 nodes': { states: 399, transitions: 872 },
    '4 nodes': { states: 2_400, transitions: 7_072 },
    '5 nodes': { states: 15_779, transitions: 58_180 },
    '6 nodes': { states: 106_435, transitions: 470_270 },
    '7 nodes': { states: 723_053, transitions: 3_725_164 },
  },
  expected: { only: {} },
  vacuous: [
    {
      step: 'node: pass two',
      because: 'with these numbers no message of the second kind reaches a node that has retired',
    },
  ],
});
