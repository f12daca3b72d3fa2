/** Guest code. Every step is one instruction: an exit can be taken between any two. */
import type { Label } from 'everywhen';
import { type Handler, replaceTop } from '../components/interrupt-handlers.ts';
import { priorityClass, type Vector } from '../components/vlapic.ts';
import type { S } from './components.ts';
import type { Subroutines } from './subroutines.ts';

export function guest(r: Subroutines): { readonly [step: string]: Label<S> } {
  const { guest: kind } = r.choice;

  /** The running handler, where the guest executes one and it is free to take any step. */
  const running = (s: S): Handler | undefined => {
    const top = s.get('stack').last();
    return s.get('pc') === 'GUEST' && top !== undefined && !top.half ? top : undefined;
  };
  const pop = (s: S) => s.update('stack', (stack) => stack.pop());
  const writeEoi = (s: S) => r.eoiSet(r.sync(pop(s))).set('pc', 'HP1');

  /** The bit is set for this handler to find, and a guest of one of these kinds looks at it. */
  const findsBit = (s: S, ...kinds: readonly (typeof kind)[]): Vector | undefined => {
    const top = running(s);
    return top !== undefined && kinds.includes(kind) && !r.isAutoEoi(top.vector) && s.get('page').isOffered()
      ? top.vector
      : undefined;
  };

  /** P5, P7 and P8, on the state before the bit is cleared in place of an EOI. */
  const judgeElision = (s: S, vector: Vector): S => {
    const nothingWaits = !s.get('irr').some((pending) => priorityClass(pending) <= priorityClass(vector));
    const kickIsDue = s.get('kick') || s.at('source') !== 'idle';
    return s
      .assert('P5', !r.isLevel(vector))
      .assert('P7', nothingWaits || kickIsDue || s.get('window'))
      .assert('P8', nothingWaits || kickIsDue);
  };
  const clearBit = (s: S, vector: Vector): S => pop(judgeElision(s, vector).update('page', (page) => page.exchange()));

  return {
    'g.open': {
      environment: (s) => {
        const top = running(s);
        return (
          top !== undefined && !top.opened && s.update('stack', (stack) => replaceTop(stack, top.set('opened', true)))
        );
      },
    },
    'g.elide': (s) => {
      const vector = findsBit(s, 'use', 'mix');
      return vector !== undefined && clearBit(s, vector);
    },
    'g.eoi': (s) => {
      const top = running(s);
      const looks = kind !== 'ignore' && kind !== 'mix';
      return top !== undefined && !r.isAutoEoi(top.vector) && !(looks && s.get('page').isOffered()) && writeEoi(s);
    },
    'g.aeoi': (s) => {
      const top = running(s);
      return top !== undefined && r.isAutoEoi(top.vector) && pop(s);
    },
    'g.read': (s) => {
      const top = running(s);
      return (
        top !== undefined &&
        findsBit(s, 'nonatomic') !== undefined &&
        s.update('stack', (stack) => replaceTop(stack, top.set('half', true)))
      );
    },
    'g.write': (s) => {
      const top = s.get('stack').last();
      return s.get('pc') === 'GUEST' && top?.half === true && clearBit(s, top.vector);
    },
    'g.double': (s) => findsBit(s, 'double') !== undefined && writeEoi(s.update('page', (page) => page.exchange())),
  };
}
