/** The state of one vCPU, its assist page and the source of its interrupts. */
import { ghost, replicated, type StepOf, value } from 'everywhen';
import { type Handlers, NO_HANDLER } from '../components/interrupt-handlers.ts';
import { IoApicPin } from '../components/io-apic.ts';
import { AssistPage } from '../components/viridian-assist.ts';
import { EMPTY, type Register, type Vector } from '../components/vlapic.ts';
import { type Choice, sourcesOf } from './parameters.ts';

/** Where the vCPU is: in the guest, or at a step of the exit and entry path. */
export type Place = 'GUEST' | 'HP1' | 'HP2' | 'BLK' | 'ACK1' | 'ACK2' | 'RQ1' | 'RQ2' | 'SOFT' | 'ENTER';

export function components(choice: Choice) {
  const { vectors, level, budget } = sourcesOf(choice);
  return {
    irr: value<Register>(EMPTY),
    isr: value<Register>(EMPTY),
    tmr: value<Register>(EMPTY),
    /** BIT, LATCH and PAGE. */
    page: new AssistPage(),
    stack: value<Handlers>(NO_HANDLER),
    pc: value<Place>('GUEST'),
    /** CAND: the highest pending vector, read earlier on the entry path. */
    candidate: value<Vector | null>(null),
    /** INJ: the event in the VM-entry injection field. */
    injected: value<Vector | null>(null),
    /** WIN: interrupt-window exiting is requested. */
    window: false,
    /** KICK: a kick softirq is pending on the CPU that runs this vCPU. */
    kick: false,
    budget: replicated(vectors, budget),
    /** LINE and RIRR of each level vector. */
    pin: replicated(level, new IoApicPin()),
    /** WANT: raised and not yet entered by the guest. */
    want: ghost(value<Register>(EMPTY)),
    inits: choice.INIT as number,
    migrations: choice.MIGRATE as number,
    remaps: choice.REMAP as number,
  };
}

/** What the other processes see of the source. */
export interface SourceProcess {
  readonly source: {
    readonly labels: 'idle' | 'src.setIRR' | 'src.kick';
    readonly locals: object;
    readonly index: never;
  };
}

export type StepAssertion = 'P2' | 'P3' | 'P5' | 'P6' | 'P7' | 'P8' | 'P9';
/** The snapshot that the steps of this model run on. */
export type S = StepOf<ReturnType<typeof components>, StepAssertion, 'P1', SourceProcess>;
