/** INJ, INJ2, CFG and ISR: `vgic_inject_irq()`, the guest's writes to the distributor, and what they share. */
import type { Label } from 'everywhen';
import type { Vcpu } from '../components/vgic.ts';
import type { ContextLabel, ContextS } from './components.ts';
import { body } from './operations.ts';
import type { Routines } from './routines.ts';
import type { Context, Operation } from './scripts.ts';

type Program = { readonly [L in ContextLabel]: Label<ContextS> | undefined };

export function contextProgram(r: Routines, context: Context): Program {
  const { switches, scenario, choice } = r;
  const script = scenario.scripts[context] ?? [];
  const inverts = r.inverts(context);
  const counts = r.counts(context);
  const holdsDesc = context === 'ISR' && choice.hw === 'on';
  const weak = choice.publish === 'weak' && switches.late === 'kick';

  const scansLists = switches.distScan === 'kick' && script.some((one) => one.does === 'dist' && one.to);

  const operation = (s: ContextS) => script[s.get('next')] as Operation;
  /** The interrupt at hand: the operation's, or where a scan that queues everything again has got to. */
  const irqOf = (s: ContextS) => {
    const now = operation(s);
    return now.does === 'dist' ? s.get('scan') : now.irq;
  };

  // ---- the end of a routine ------------------------------------------------------------------------------------------
  const finish = (s: ContextS) => {
    const repeats = context === 'CFG' && choice.affinity === 'unbounded';
    const next = s.get('next') + 1;
    return (holdsDesc ? r.giveDesc(s) : s)
      .set('next', repeats ? next % script.length : next)
      .set('v', null)
      .set('r', null)
      .set('scan', 0)
      .goto('idle');
  };
  const end = (s: ContextS) => {
    if (counts) return s.set('v', null).set('r', null).goto('PUT');
    if (operation(s).does !== 'dist') return finish(s);
    return switches.distScan === 'queue' ? nextIrq(s) : nextVcpu(s);
  };
  const nextIrq = (s: ContextS) =>
    s.get('scan') + 1 < r.irqs.length
      ? s
          .set('scan', s.get('scan') + 1)
          .set('v', null)
          .set('r', null)
          .goto('LOCK')
      : finish(s);
  const nextVcpu = (s: ContextS) =>
    s.get('v') === 0 ? s.set('v', 1).set('r', null).set('scan', 0).goto('DSCAN') : finish(s);

  const tell = (s: ContextS, v: Vcpu, how: 'kick' | 'unblock' | 'none') => {
    if (how === 'none') return end(s);
    return s.set('v', v).goto(how === 'unblock' ? 'UNBLOCK' : switches.runRead === 'before' ? 'KICK1' : 'KICK2');
  };

  const begin = (s: ContextS, { does, ...what }: Operation) => {
    if (does === 'dist') {
      const { to } = what as { readonly to: boolean };
      const written = s.set('dist', to);
      if (!to || s.get('dist')) return finish(written);
      return switches.distScan === 'queue' ? written.goto('LOCK') : written.set('v', 0).goto('DSCAN');
    }
    if (holdsDesc) return s.goto('HW');
    return s.goto(counts ? 'GET' : 'LOCK');
  };

  const insert = (s: ContextS) => {
    const [k, v] = [irqOf(s), s.get('v') as Vcpu];
    const listed = s.update('ap', v, (list) => list.push(k)).update('irq', k, (irq) => irq.set('on', v));
    return releaseBoth(scenario.lpi && switches.kref === 'on' ? r.countUp(listed, k) : listed);
  };
  const releaseBoth = (s: ContextS) => {
    const [k, v] = [irqOf(s), s.get('v') as Vcpu];
    return inverts ? r.giveIrq(r.giveAp(s, v), k) : r.giveAp(r.giveIrq(s, k), v);
  };

  /** An interrupt that hits guest mode is an exit first; and on the way into the guest interrupts are off. */
  const mayArrive = (s: ContextS) => {
    if (context !== 'ISR' || scenario.isrOn === 'INJ') return true;
    return !['guest', 'E1', 'E2', 'E3', 'E5'].includes(s.at(scenario.isrOn));
  };

  return {
    idle: {
      start: {
        environment: (s) => {
          const now = script[s.get('next')];
          return now !== undefined && now.does !== 'lower' && mayArrive(s) && begin(s, now);
        },
      },
      // The device lets go of its line because the handler has asked it to.
      lower: script.some(({ does }) => does === 'lower')
        ? {
            system: (s) => {
              const now = script[s.get('next')];
              return now?.does === 'lower' && s.get('svc', now.irq) && mayArrive(s) && begin(s, now);
            },
          }
        : undefined,
    },
    HW: holdsDesc ? (s) => r.takeDesc(s)?.goto('LOCK') : undefined,
    GET: counts ? (s) => r.takeLpi(s)?.goto('GET count') : undefined,
    'GET count': counts ? (s) => r.giveLpi(r.countUp(s, irqOf(s))).goto('LOCK') : undefined,

    // Lock and body in one step: the body changes only what the lock protects.
    LOCK: (s) => {
      const k = irqOf(s);
      if (r.takesFirst(s, k)) return r.takeIrq(s, k)?.goto('LOCK');
      const held = r.holding(s, k);
      if (held === undefined) return undefined;
      const { s: done, queues } = body(held, operation(s), switches);
      return done.goto(queues ? 'Q1' : 'UNLOCK');
    },
    UNLOCK: script.every(({ does }) => does === 'edge') ? undefined : (s) => end(r.giveIrq(s, irqOf(s))),

    // vgic_queue_irq_unlock()
    Q1: (s) => {
      const k = irqOf(s);
      const { on } = s.get('irq', k);
      const target = r.oracle(s, k);
      if (on === null && target !== null) return (inverts ? s : r.giveIrq(s, k)).set('v', target).goto('Q3');
      const told = switches.earlyTo === 'holder' && on !== null ? on : target;
      const released = r.giveIrq(s, k);
      return told === null ? end(released) : tell(released, told, switches.early);
    },
    Q3: (s) => r.takeAp(s, s.get('v') as Vcpu)?.goto(inverts ? 'Q5' : 'Q4'),
    Q4: (s) => r.takeIrq(s, irqOf(s))?.goto('Q5'),
    Q5: (s) => {
      const [k, v] = [irqOf(s), s.get('v') as Vcpu];
      if (switches.recheck === 'on' && (s.get('irq', k).on !== null || r.oracle(s, k) !== v)) {
        const released = releaseBoth(s).set('v', null);
        return switches.retry === 'on' ? released.goto('Q0') : end(released);
      }
      if (weak) return s.set('r', s.get('running', v)).goto('Q5 insert');
      return switches.late === 'none' && !counts ? insert(s).goto('END') : tell(insert(s), v, switches.late);
    },
    'Q5 insert': weak ? (s) => insert(s).goto('KICK2') : undefined,
    Q0: (s) => r.takeIrq(s, irqOf(s))?.goto('Q1'),

    // vcpu_kick(); KICK3 is smp_send_event_check_mask().
    KICK1: (s) => {
      const read = s.set('r', s.get('running', s.get('v') as Vcpu));
      if (switches.runRead === 'before') return read.goto('KICK2');
      return read.get('r') ? read.goto('KICK3') : end(read);
    },
    KICK2: (s) => {
      const running = s.get('r');
      const unblocked = r.unblock(s, s.get('v') as Vcpu);
      if (running === null) return unblocked.goto('KICK1');
      return running ? unblocked.goto('KICK3') : end(unblocked);
    },
    KICK3: (s) => end(r.sendIpi(s, s.get('v') as Vcpu)),
    UNBLOCK: (s) => end(r.unblock(s, s.get('v') as Vcpu)),
    END: switches.late === 'none' ? end : undefined,

    PUT: counts ? (s) => r.takeLpi(s)?.goto('PUT count') : undefined,
    'PUT count': counts ? (s) => finish(r.giveLpi(r.countDown(s, irqOf(s)))) : undefined,

    // vgic_kick_vcpus(): each vCPU on whose list something is pending and enabled.
    DSCAN: scansLists ? (s) => r.takeAp(s, s.get('v') as Vcpu)?.goto('DSCAN entry') : undefined,
    'DSCAN entry': scansLists
      ? (s) => {
          const v = s.get('v') as Vcpu;
          const k = s.get('ap', v).get(s.get('scan'));
          if (k === undefined) return nextVcpu(r.giveAp(s, v));
          if (r.takesFirst(s, k)) return r.takeIrq(s, k)?.goto('DSCAN entry');
          const seen = r.inspect(s, k);
          if (seen === undefined) return undefined;
          if (!s.get('irq', k).isSignalled()) return seen.set('scan', s.get('scan') + 1).goto('DSCAN entry');
          return tell(r.giveAp(seen, v), v, 'kick');
        }
      : undefined,
  };
}
