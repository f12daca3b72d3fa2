/** Guest code: idle with what takes the vCPU out of it, and the interrupt handler in three styles. */
import type { Label, Step } from 'everywhen';
import type { HandlerStep, S, Vcpu, VcpuLabel, Why } from './components.ts';
import type { Choice } from './parameters.ts';

type Labels = { readonly [label in VcpuLabel]?: Label<S> };

/** The steps of a handler in their order. Interrupts are off in all of them. */
const HANDLERS = {
  fasteoi: ['h.up', 'h.work', 'h.eoi'],
  maskack: ['h.mask', 'h.eoi', 'h.up', 'h.work', 'h.unmask'],
  eoifirst: ['h.eoi', 'h.up', 'h.work'],
} as const satisfies { readonly [style in Choice['style']]: readonly HandlerStep[] };

export function firstHandlerStep(style: Choice['style']): HandlerStep {
  return HANDLERS[style][0];
}

export function guest({ style, V0, POLLS, REROUTES, DIS }: Choice, i: Vcpu): Labels {
  const exit = (s: S, why: Why) => s.set('why', i, why).goto('exit.0');
  const handler: readonly HandlerStep[] = HANDLERS[style];
  const after = (step: HandlerStep) => handler[handler.indexOf(step) + 1] ?? 'idle';
  /** Leaves the handler step for an exit; the guest goes on with the next one. */
  const leave = (step: HandlerStep, why: Why) => (s: S) => exit(s.set('ret', i, after(step)), why);
  const goOn = (s: S, step: HandlerStep) => s.goto(after(step) === 'idle' ? 'guest' : (after(step) as HandlerStep));

  const steps: { readonly [step in HandlerStep]: Step<S> } = {
    'h.mask': leave('h.mask', 'm'),
    'h.eoi': leave('h.eoi', 'e'),
    'h.up': (s) => goOn(s.assert('R', s.get('up')).set('up', false), 'h.up'),
    'h.work': (s) => goOn(s.set('work', false), 'h.work'),
    'h.unmask': leave('h.unmask', 'u'),
  };
  /** A kick takes the vCPU out of the guest before any of its instructions. */
  const kickedAt = (step: HandlerStep) => (s: S) => s.get('kick', i) && exit(s.set('ret', i, step), 'k');

  return {
    guest: {
      'x.kick': (s) => s.get('kick', i) && exit(s, 'k'),
      'x.win': (s) => s.get('win', i) && exit(s.set('win', i, false), 'k'),
      'x.tick': i === 0 && V0 === 'tick' ? (s: S) => exit(s, 'k') : undefined,
      'g.hlt': i === 0 ? { environment: (s: S) => !s.get('kick', 0) && !s.get('win', 0) && exit(s, 'h') } : undefined,
      'g.poll':
        POLLS > 0
          ? {
              environment: (s: S) =>
                s
                  .when(s.get('polls') > 0 && s.get('up'))
                  ?.update('polls', (left) => left - 1)
                  .set('up', false)
                  .set('work', false)
                  .goto('guest'),
            }
          : undefined,
      'g.reroute':
        REROUTES > 0
          ? {
              environment: (s: S) =>
                s
                  .when(s.get('reroutes') > 0 && s.get('lk').holder === null)
                  ?.update('reroutes', (left) => left - 1)
                  .update('dest', (dest) => (dest === 0 ? 1 : 0))
                  .goto('guest'),
            }
          : undefined,
      'g.lapic':
        DIS > 0 && i === 1
          ? (s: S) => {
              if (s.get('dis') === 0 || s.get('isr', 1)) return undefined;
              return exit(
                s.update('dis', (left) => left - 1).update('len', (enabled) => !enabled),
                'k',
              );
            }
          : undefined,
    },
    ...Object.fromEntries(handler.map((step) => [step, { [step]: steps[step], 'x.kick': kickedAt(step) }])),
  };
}
