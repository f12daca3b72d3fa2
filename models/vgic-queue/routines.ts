/** What the steps of all processes share: the design under study, its locks, and the three steps of `vcpu_kick()`. */
import type { Vcpu, VgicIrq } from '../components/vgic.ts';
import { placeOf, type S, VCPU_NAMES } from './components.ts';
import type { Switches } from './designs.ts';
import { type Choice, designOf } from './parameters.ts';
import { CONTEXTS, type Context, type Scenario, scenarioOf } from './scripts.ts';

export type Grain = 'merged' | 'split';

export class Routines {
  readonly choice: Choice;
  readonly scenario: Scenario;
  readonly switches: Switches;
  /** The contexts that have something to do. */
  readonly contexts: readonly Context[];
  readonly irqs: readonly number[];

  /** `split`: a lock and what is done or looked at under it are two steps, which only a test asks for. */
  readonly #grain: Grain;

  constructor(choice: Choice, grain: Grain = 'merged') {
    this.#grain = grain;
    this.choice = choice;
    this.scenario = scenarioOf(choice);
    this.switches = designOf(choice);
    this.contexts = CONTEXTS.filter((context) => this.scenario.scripts[context] !== undefined);
    this.irqs = this.scenario.targets.map((_, k) => k);
  }

  // ---- locks: with interrupts off, unless the design forgets that ----------------------------------------------------
  takeIrq<T extends S>(s: T, k: number): T | undefined {
    return this.switches.irqsave === 'on' ? s.acquireIrqsave('irqLock', k) : s.acquire('irqLock', k);
  }
  giveIrq<T extends S>(s: T, k: number): T {
    return this.switches.irqsave === 'on' ? s.releaseIrqrestore('irqLock', k) : s.release('irqLock', k);
  }
  takeAp<T extends S>(s: T, v: Vcpu): T | undefined {
    return this.switches.irqsave === 'on' ? s.acquireIrqsave('apLock', v) : s.acquire('apLock', v);
  }
  giveAp<T extends S>(s: T, v: Vcpu): T {
    return this.switches.irqsave === 'on' ? s.releaseIrqrestore('apLock', v) : s.release('apLock', v);
  }
  takeDesc<T extends S>(s: T): T | undefined {
    return this.switches.irqsave === 'on' ? s.acquireIrqsave('descLock') : s.acquire('descLock');
  }
  giveDesc<T extends S>(s: T): T {
    return this.switches.irqsave === 'on' ? s.releaseIrqrestore('descLock') : s.release('descLock');
  }
  takeLpi<T extends S>(s: T): T | undefined {
    return this.#lpiIrqsave ? s.acquireIrqsave('lpiLock') : s.acquire('lpiLock');
  }
  giveLpi<T extends S>(s: T): T {
    return this.#lpiIrqsave ? s.releaseIrqrestore('lpiLock') : s.release('lpiLock');
  }
  get #lpiIrqsave(): boolean {
    return this.switches.irqsave === 'on' && this.switches.lpiIrqsave === 'on';
  }

  /** Whether the lock is taken in a step of its own, which is due now: the step stays at its label. */
  takesFirst(s: S, k: number): boolean {
    return this.#grain === 'split' && s.get('irqLock', k).holder !== s.process;
  }
  /** With the interrupt's lock held, taken in this step or in the one before. Blocks while another holds it. */
  holding<T extends S>(s: T, k: number): T | undefined {
    return this.#grain === 'split' ? s : this.takeIrq(s, k);
  }

  /**
   * Takes the interrupt's lock, looks, and gives it back, in one step: nothing that the lock protects can change meanwhile, and
   * the caller holds a list's lock and changes nothing. Blocks while another holds it.
   */
  inspect<T extends S>(s: T, k: number): T | undefined {
    const held = this.holding(s, k);
    return held && this.giveIrq(held, k);
  }

  /** `vgic_target_oracle()` */
  oracle(s: S, k: number): Vcpu | null {
    const irq: VgicIrq = s.get('irq', k);
    return irq.belongsTo(s.get('dist'), this.switches.activeRule === 'on');
  }

  // ---- references to an LPI -----------------------------------------------------------------------------------------
  countUp<T extends S>(s: T, k: number): T {
    return s.update('ref', k, (n) => n + 1);
  }
  /** Below 0 there is nothing to tell apart: I4 is violated at 0. */
  countDown<T extends S>(s: T, k: number): T {
    return s.update('ref', k, (n) => Math.max(0, n - 1));
  }

  // ---- vcpu_kick(): KICK2 and KICK3; KICK1 is the read of `running` ----------------------------------------------------
  unblock<T extends S>(s: T, v: Vcpu): T {
    return s.set('blocked', v, false);
  }
  /** The handler sends none to the vCPU that it has interrupted: the way back into the guest looks anyway. */
  sendIpi<T extends S>(s: T, v: Vcpu): T {
    const own = s.process === 'ISR' && this.scenario.isrOn === VCPU_NAMES[v] && placeOf(s, v) !== 'asleep';
    return own ? s : s.set('kickIpi', v, true);
  }

  /** Whether a context takes the interrupt's lock first and the list's inside it. */
  inverts(context: Context): boolean {
    const { order } = this.switches;
    return order === 'inverted' || (order === 'mixed' && context !== 'INJ');
  }

  /** Whether a context counts a reference while it works on an LPI: not for what is backed by hardware, which no LPI is. */
  counts(context: Context): boolean {
    return this.scenario.lpi && !(context === 'ISR' && this.choice.hw === 'on');
  }

  /** How many edges of an interrupt the scripts inject. */
  injections(k: number): number {
    return Object.values(this.scenario.scripts)
      .flat()
      .filter((operation) => (operation.does === 'edge' || operation.does === 'raise') && operation.irq === k).length;
  }
}
