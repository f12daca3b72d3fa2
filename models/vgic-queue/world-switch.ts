/** Out of the guest and into it: fold, prune, flush. Xen: `vgic_sync_from_lrs()`, `vgic_sync_to_lrs()`. */
import type { Label } from 'everywhen';
import { List } from 'immutable';
import { unlink, type Vcpu } from '../components/vgic.ts';
import { LIST_REGISTERS, type VcpuLabel, type VcpuS } from './components.ts';
import type { Routines } from './routines.ts';

type Labels = { readonly [L in VcpuLabel]?: Label<VcpuS> | undefined };

/** X0 to F2: `vgic_v2_fold_lr_state()` */
export function fold(r: Routines, v: Vcpu) {
  const { switches, choice } = r;
  const hardware = choice.hw === 'on';
  const entryAt = (s: VcpuS) => s.get('lr', v).get(s.get('i'));
  return {
    // A look without a lock: what is queued from here on kicks.
    X0: (s) => (s.get('ap', v).isEmpty() ? s.set('lr', v, List()).goto('W') : s.goto('F1')),
    F1: (s) => {
      const entry = entryAt(s);
      if (entry === undefined) return s.set('lr', v, List()).set('i', 0).goto('P0');
      return hardware ? r.takeDesc(s)?.goto('F1 lock') : r.takeIrq(s, entry.k)?.goto('F2');
    },
    'F1 lock': hardware ? (s) => r.takeIrq(s, entryAt(s)?.k as number)?.goto('F2') : undefined,
    F2: (s) => {
      const entry = entryAt(s);
      if (entry === undefined) return undefined;
      const folded = s.update('irq', entry.k, (irq) => irq.fold(entry, { keepsLatch: switches.foldLatch === 'on' }));
      const released = r.giveIrq(folded, entry.k);
      return (hardware ? r.giveDesc(released) : released).set('i', s.get('i') + 1).goto('F1');
    },
  } satisfies Labels;
}

/** P0 to P6: `vgic_prune_ap_list()` */
export function prune(r: Routines, v: Vcpu) {
  const { switches, scenario } = r;
  const other: Vcpu = v === 0 ? 1 : 0;
  const [first, second] = switches.pruneOrder === 'on' ? [0 as Vcpu, 1 as Vcpu] : [v, other];
  const entryAt = (s: VcpuS) => s.get('ap', v).get(s.get('i')) as number;
  const again = (s: VcpuS) => s.set('k', null).set('t', null).set('r', null).goto('P0');
  return {
    P0: (s) => r.takeAp(s, v)?.goto('P1'),
    P1: (s) => {
      if (s.get('i') >= s.get('ap', v).size) return r.giveAp(s, v).set('i', 0).goto('W');
      return r.takeIrq(s, entryAt(s))?.goto('P2');
    },
    P2: (s) => {
      const i = s.get('i');
      const k = entryAt(s);
      const target = r.oracle(s, k);
      const judged = s.assert('A5', s.get('irq', k).on === v);
      if (target === v)
        return r
          .giveIrq(judged, k)
          .set('i', i + 1)
          .goto('P1');
      if (target === null) {
        const removed = judged.update('ap', v, (list) => list.delete(i)).update('irq', k, (irq) => irq.set('on', null));
        const released = r.giveIrq(removed, k);
        return scenario.lpi ? released.set('k', k).goto('P2 put') : released.goto('P1');
      }
      return r.giveAp(r.giveIrq(judged, k), v).set('i', 0).set('k', k).set('t', target).goto('P3');
    },
    // vgic_put_irq(), with the list's lock still held.
    'P2 put': scenario.lpi
      ? (s) => {
          const held = r.takeLpi(s);
          return (
            held &&
            r
              .giveLpi(r.countDown(held, s.get('k') as number))
              .set('k', null)
              .goto('P1')
          );
        }
      : undefined,
    P3: (s) => r.takeAp(s, first)?.goto('P4'),
    P4: (s) => r.takeAp(s, second)?.goto('P5'),
    P5: (s) => r.takeIrq(s, s.get('k') as number)?.goto('P6'),
    P6: (s) => {
      const [k, t] = [s.get('k') as number, s.get('t') as Vcpu];
      const target = r.oracle(s, k);
      const release = (held: VcpuS) => r.giveAp(r.giveAp(r.giveIrq(held, k), second), first);
      if (target !== t && switches.pruneRecheck === 'on') return again(release(s));
      const moved = s
        .assert('A3', target === t)
        .assert('A4', !s.get('irq', k).act)
        .update('ap', v, (list) => unlink(list, k))
        .update('ap', t, (list) => list.push(k))
        .update('irq', k, (irq) => irq.set('on', t));
      const released = release(moved);
      if (switches.migKick === 'off') return again(released);
      return released.goto(switches.runRead === 'before' ? 'KICK1' : 'KICK2');
    },
    KICK1: (s) => {
      const read = s.set('r', s.get('running', s.get('t') as Vcpu));
      if (switches.runRead === 'before') return read.goto('KICK2');
      return read.get('r') ? read.goto('KICK3') : again(read);
    },
    KICK2: (s) => {
      const running = s.get('r');
      const unblocked = r.unblock(s, s.get('t') as Vcpu);
      if (running === null) return unblocked.goto('KICK1');
      return running ? unblocked.goto('KICK3') : again(unblocked);
    },
    KICK3: (s) => again(r.sendIpi(s, s.get('t') as Vcpu)),
  } satisfies Labels;
}

/** E0 to E5: `leave_hypervisor_to_guest()`, with `vgic_flush_lr_state()` as the last look. */
export function entry(r: Routines, v: Vcpu) {
  const { switches } = r;
  const takesIpi = switches.entryIrq === 'on';
  const leave = (s: VcpuS) => (takesIpi ? s : s.enableInterrupts());
  return {
    E0: (s) => (takesIpi ? s : s.disableInterrupts()).goto('E1'),
    E1: (s) => (s.get('ap', v).isEmpty() ? s.set('lr', v, List()).goto('E5') : s.goto('E2')),
    E2: (s) => r.takeAp(s, v)?.set('lr', v, List()).goto('E3'),
    E3: (s) => {
      const i = s.get('i');
      const k = s.get('ap', v).get(i);
      if (k === undefined || s.get('lr', v).size === LIST_REGISTERS) {
        const done = r.giveAp(s, v).set('i', 0).set('foreign', false);
        return switches.flushResync === 'on' && s.get('foreign') ? leave(done).goto('X0') : done.goto('E5');
      }
      if (r.takesFirst(s, k)) return r.takeIrq(s, k)?.goto('E3');
      const seen = r.inspect(s, k);
      if (seen === undefined) return undefined;
      const target = r.oracle(s, k);
      const irq = s.get('irq', k);
      const foreign = switches.flushResync === 'on' && target !== v && target !== null;
      const next = (foreign ? seen.set('foreign', true) : seen).set('i', i + 1);
      if (target !== v && switches.flushOracle === 'on') return next.goto('E3');
      const register = irq.register(k);
      const judged = register.p && !register.a ? next.assert('A2', irq.en && s.get('dist') && irq.tgt === v) : next;
      return judged
        .update('lr', v, (lr) => lr.push(register))
        .set('irq', k, irq.flush({ clearsLatch: switches.popClear === 'on' }))
        .goto('E3');
    },
    // An IPI that comes in between stays pending and makes the guest exit at once.
    E5: (s) => leave(s).goto('guest'),
  } satisfies Labels;
}
