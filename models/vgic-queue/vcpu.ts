/** A vCPU: the guest, and how it sleeps and wakes. The way out of and into the guest stands in world-switch.ts. */
import type { Label } from 'everywhen';
import type { Vcpu } from '../components/vgic.ts';
import { LIST_REGISTERS, type VcpuLabel, type VcpuS } from './components.ts';
import type { Routines } from './routines.ts';
import { entry, fold, prune } from './world-switch.ts';

type Program = { readonly [L in VcpuLabel]: Label<VcpuS> | undefined };

/** A program starts at its first label: where this vCPU starts stands first. */
export function vcpuProgram(r: Routines, v: Vcpu): Program {
  const outside = { ...fold(r, v), ...prune(r, v), ...waiting(r, v), ...entry(r, v) };
  const sleeping = asleep(r, v);
  const running = guest(r, v);
  return r.scenario.start[v] === 'G'
    ? { guest: running, ...outside, asleep: sleeping }
    : { asleep: sleeping, ...outside, guest: running };
}

function guest(r: Routines, v: Vcpu): Label<VcpuS> {
  const { scenario } = r;
  const exit = (s: VcpuS) => s.goto('X0');
  const acknowledge = (s: VcpuS, register: number) => {
    const entry = s.get('lr', v).get(register);
    if (entry === undefined || !entry.p || entry.a) return undefined;
    const { k } = entry;
    const most = r.injections(k) + 1;
    const seen = s
      .update('lr', v, (lr) => lr.set(register, entry.acknowledge()))
      .update('ack', k, (n) => Math.min(most, n + 1))
      .set('unseen', k, false);
    const { level, line, latch } = s.get('irq', k);
    const judged = level
      ? seen.set('svc', k, true).assert('LS', line || latch)
      : seen.assert('A1', (all) => all.get('ack', k) <= all.get('inj', k));
    return judged.goto('guest');
  };
  const end = (s: VcpuS, register: number) => {
    const entry = s.get('lr', v).get(register);
    if (entry === undefined || !entry.a) return undefined;
    if (scenario.level && s.get('svc', entry.k)) return undefined;
    const ended = s.update('lr', v, (lr) => lr.set(register, entry.end()));
    // The EOI bit of a list register is set for level-triggered interrupts alone (vgic_v2_populate_lr()).
    return (scenario.level ? ended.set('maint', v, true) : ended).goto('guest');
  };
  const registers = Array.from({ length: LIST_REGISTERS }, (_, register) => register);

  return {
    kick: (s) => s.when(s.get('kickIpi', v)) && exit(s.set('kickIpi', v, false)),
    maint: scenario.level ? (s) => s.when(s.get('maint', v)) && exit(s.set('maint', v, false)) : undefined,
    ...Object.fromEntries(registers.map((n) => [`ack LR${n}`, (s: VcpuS) => acknowledge(s, n)])),
    ...Object.fromEntries(registers.map((n) => [`eoi LR${n}`, (s: VcpuS) => end(s, n)])),
    WFI: scenario.wfi
      ? {
          environment: (s) => !s.get('lr', v).some((entry) => entry.isValid()) && exit(s.set('wfi', v, true)),
        }
      : undefined,
    unrelated:
      scenario.exits > 0
        ? { environment: (s) => s.get('exits') > 0 && exit(s.update('exits', (left) => left - 1)) }
        : undefined,
  };
}

function asleep(r: Routines, v: Vcpu): Label<VcpuS> {
  const { choice, scenario } = r;
  return {
    wake: (s) => {
      if (s.get('blocked', v)) return undefined;
      return (choice.tRun === 'buffered' ? s.set('runStore', v, true) : s.set('running', v, true)).goto('E0');
    },
    unrelated:
      scenario.exits > 0
        ? {
            environment: (s) =>
              s.get('blocked', v) &&
              s.get('exits') > 0 &&
              s
                .update('exits', (left) => left - 1)
                .set('blocked', v, false)
                .goto('asleep'),
          }
        : undefined,
  };
}

/** W to W4: `vcpu_block_unless_event_pending()`, with `vgic_vcpu_pending_irq()` as the last look. */
function waiting(r: Routines, v: Vcpu) {
  const blocksFirst = r.switches.blockOrder === 'setThenCheck';
  const nothingPending = (s: VcpuS) => s.set('i', 0).goto(blocksFirst ? 'W3' : 'W0');
  return {
    W: (s) => s.goto(s.get('wfi', v) ? (blocksFirst ? 'W0' : 'W1') : 'E0'),
    // A full barrier follows (109e8177fd): what was queued before is seen by the look, what is queued after unblocks.
    W0: (s) => s.set('blocked', v, true).goto(blocksFirst ? 'W1' : 'W3'),
    W1: (s) => (s.get('dist') ? r.takeAp(s, v)?.goto('W2') : nothingPending(s)),
    W2: (s) => {
      const i = s.get('i');
      const k = s.get('ap', v).get(i);
      if (k === undefined) return nothingPending(r.giveAp(s, v));
      if (r.takesFirst(s, k)) return r.takeIrq(s, k)?.goto('W2');
      const seen = r.inspect(s, k);
      if (seen === undefined) return undefined;
      if (!s.get('irq', k).isSignalled()) return seen.set('i', i + 1).goto('W2');
      return r.giveAp(seen, v).set('blocked', v, false).set('wfi', v, false).set('i', 0).goto('E0');
    },
    W3: (s) => s.set('wfi', v, false).goto(s.get('blocked', v) ? 'W4' : 'E0'),
    W4: (s) => s.when(!s.get('runStore', v))?.set('running', v, false).goto('asleep'),
  } satisfies { readonly [L in VcpuLabel]?: Label<VcpuS> };
}
