/** The meaning of what random systems (random-system.ts) do with IPIs and stopped CPUs. */
import type { RandomSystem } from './random-system.ts';

// The data decides at run time what a step does, so snapshots are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;
const FAR = 'far';
type Note = (feature: string) => void;

/** A step calls other CPUs, or answers them: what it does depends on what was asked of its own CPU. */
export function crossCpu(s: Untyped, by: number, data: RandomSystem, note: Note): Untyped {
  const { pending, handling } = s.get('call');
  const stop = s.get('stop');
  if (handling.has(s.thisCpu)) return s.acknowledgeIpi('call');
  if (stop.stopped.has(s.thisCpu)) return s.leaveStop('stop');
  if (pending.has(s.thisCpu)) {
    note('IPIs taken');
    return s.takeIpi('call');
  }
  if (stop.asked.has(s.thisCpu)) {
    note('CPUs stopped');
    return s.enterStop('stop');
  }
  if (stop.by === s.process) return stop.asked.isEmpty() && by < 2 ? s.resumeCpus('stop') : s.awaitStopped('stop');
  const others = [...cpusOf(data)].filter((cpu) => cpu !== s.thisCpu);
  if (by === 2) return s.awaitIpi('call');
  if (by < 2) {
    note('IPIs sent');
    return s.sendIpi('call', others.slice(0, by + 1));
  }
  note('rendezvous of CPUs');
  return s.stopCpus('stop', others.slice(0, by - 2));
}

/** The system with a process that answers whatever is asked of its CPU, where any step asks. */
export function withFar(builder: Untyped, data: RandomSystem, note: Note): Untyped {
  if (!cpusOf(data).has(FAR)) return builder;
  const serve = (s: Untyped) =>
    s.get('call').pending.has(FAR) || s.get('call').handling.has(FAR) ? crossCpu(s, 0, data, note) : undefined;
  const stop = (s: Untyped) =>
    s.get('stop').asked.has(FAR) || s.get('stop').stopped.has(FAR) ? crossCpu(s, 4, data, note) : undefined;
  return builder.process(FAR, { serve: { serve, stop } }, { end: 'loop', mayWaitAt: ['serve'] });
}

/** The names of the CPUs on which programs run. */
function cpusOf({ programs, oneCpu, preemption }: RandomSystem): ReadonlySet<string> {
  const asks = programs.some(({ labels }) =>
    labels.flat().some(({ effects }) => effects.some(({ kind }) => kind === 'other CPUs')),
  );
  return new Set([
    ...(asks ? [FAR] : []),
    ...programs.flatMap(({ context, replicas }, p) => {
      if (context !== 'own CPU' || preemption !== 'not scheduled') return ['cpu0'];
      if (oneCpu) return ['c'];
      return replicas === 1 ? [`p${p}`] : Array.from({ length: replicas }, (_, i) => `p${p}[${i}]`);
    }),
  ]);
}
