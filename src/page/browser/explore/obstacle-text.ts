/** Why a step cannot be taken, in a few words. */
import { valueText } from '../../../trace/value-text.ts';
import type { Obstacle } from '../../position.ts';

/** The context that an interrupt preempts while no handler runs. */
const THREAD = 'thread';

export function obstacleText(why: Obstacle): string {
  switch (why.kind) {
    case 'guard':
      return why.reads.length === 0
        ? 'blocked in every state'
        : `blocked: read ${why.reads.map(([name, value]) => `${name} = ${valueText(value)}`).join(', ')}`;
    case 'store buffer full':
      return `blocked: the store buffer of ${why.cpu} is full`;
    case 'frozen':
      return `frozen: ${why.by} holds ${why.cpu}`;
    case 'interrupt held off':
      return why.by === THREAD
        ? `held off: interrupts are off on ${why.cpu}`
        : `held off: ${why.by} runs on ${why.cpu}`;
    case 'broken':
      return `broken: ${why.message}`;
  }
}
