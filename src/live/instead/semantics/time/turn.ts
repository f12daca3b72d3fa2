/** A message to itself gives a thread's other messages their turn; a timer would be delayed by 4 ms each time. */
import type * as InNode from '../../../../semantics/time/turn.ts';

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.addEventListener('message', () => waiting.shift()?.());
port1.start();

export const nextTurn: typeof InNode.nextTurn = () =>
  new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(undefined);
  });
