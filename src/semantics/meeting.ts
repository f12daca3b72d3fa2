/** The rendezvous of a sender with each process that can receive: one transition of the sender, in which the receiver takes part. */
import { placeOfMeeting } from '../model/channels/channel.ts';
import type { Value } from '../model/declaration.ts';
import { type Alternative, alternativeText } from '../model/process.ts';
import type { Valuation } from '../model/state.ts';
import { labelAt, type System } from '../model/system.ts';
import { type Arrival, Attempt, BLOCKED, Choice, type Sending } from './arrival.ts';
import { afterStep, interruptedBy } from './interrupt.ts';
import { LiveSnapshot } from './live-snapshot.ts';
import { noteLockEvents } from './locks/lock-noting.ts';

export interface Meeting {
  readonly name: string;
  readonly place: number;
  readonly at: Arrival;
}

/** Every way in which a message can be received, by receiver in the order of declaration. */
export function meetings({ attempt, receivers, message, at }: Sending): Meeting[] {
  const { system, alternative: sender } = attempt;
  return receivers.flatMap((receiver) =>
    receiver.process === sender.process ? [] : received(system, attempt, receiver, message, at),
  );
}

function received(system: System, sender: Attempt, receiver: Alternative, message: Value, from: Arrival): Meeting[] {
  const { state } = from;
  const here = labelAt(receiver.process, state);
  if (here !== undefined && here !== receiver.label) return [];
  if (interruptedBy(system, receiver, state) !== undefined) return [];
  const attempt = new Attempt(system, receiver);
  const arrivals = arrivalsOf(attempt, () => receiver.receive?.(new LiveSnapshot(attempt, state), message));
  const meetings = arrivals.map(({ name, place, at }) => ({
    name: `${receiver.process.name}: ${alternativeText(receiver)}${name === undefined ? '' : ` (${name})`}`,
    place: placeOfMeeting(receiver, place),
    at: { ...at, state: afterIfHandler(system, receiver, at.state) },
  }));
  if (meetings.length === 0) return [];
  noteLockEvents(attempt, meetings);
  for (const observation of attempt.observed) {
    for (const { place } of meetings) {
      if ((observation.place ?? place) === place) sender.observed.push({ ...observation, place });
    }
  }
  // A claim on a discarded snapshot belongs to all outcomes of the receiver.
  const onTheWay = new Set(meetings.flatMap((one) => one.at.judged));
  const leftBehind = attempt.judgements.filter((claim) => !onTheWay.has(claim));
  sender.judgements.push(...attempt.judgements);
  return meetings.map((one) => ({
    ...one,
    at: { ...one.at, judged: [...from.judged, ...one.at.judged, ...leftBehind] },
  }));
}

function arrivalsOf(attempt: Attempt, receive: () => unknown) {
  let result: unknown;
  try {
    result = receive();
  } catch (error) {
    if (error === BLOCKED) return [];
    throw error;
  }
  if (result === undefined || result === false) return [];
  if (result instanceof Choice && result.attempt === attempt) return result.arrivals;
  return [{ name: undefined, place: 0, at: attempt.arrival(result) }];
}

function afterIfHandler(system: System, receiver: Alternative, state: Valuation): Valuation {
  return receiver.process.interrupt === undefined ? state : afterStep(system, receiver, state);
}
