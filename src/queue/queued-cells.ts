/**
 * Runs the cells of a plan on the machines that look at a queue: puts them there, longest first, and takes what comes of them, each
 * once, until all have ended, the budget is used up or somebody interrupts.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ModuleWatch } from '../cells/cell-identity.ts';
import { UserError } from '../errors.ts';
import type { Plan, PlannedCell } from '../nightly/plan.ts';
import { duration } from '../nightly/record.ts';
import type { CellEnd, RunCellsOptions } from '../nightly/run-cells.ts';
import { Board } from './board.ts';
import { type CellJob, cellJob, jobId, shownCell } from './cell-job.ts';
import { Closing } from './closing.ts';
import { endOfJob, isLasting } from './end-of-job.ts';
import { Ledger } from './ledger.ts';
import { MachineWatch } from './machine-watch.ts';
import { NightJobs } from './night-jobs.ts';
import { Outage } from './outage.ts';
import type { QueueServer } from './queue-server.ts';
import { checkerHere, RUN_FORMAT, type RunRecord } from './run-record.ts';

export interface QueueOptions {
  /** Of the run, by which it is taken up again. */
  readonly run: string;
  /** Who starts it: another one of that name is refused while this one is there. */
  readonly master: string;
  /** A machine that is not heard of for so long has died. */
  readonly lostSeconds: number;
  /** For a machine that fits, and for a server that is out of reach. */
  readonly waitSeconds: number;
  /** What is left of a run of that name is thrown away. */
  readonly fresh: boolean;
  readonly say: (text: string) => void;
}

const LOOK_MS = 500;
/** For machines to let go of a run that has ended. */
const LEAVE_MS = 3000;
/** Nobody looks at the queue: time to say how somebody would. */
const LONELY_MS = 3000;

/** Throws `E_QUEUE` where somebody else has a run of that name. */
export async function runQueued(plan: Plan, options: RunCellsOptions, server: QueueServer, queue: QueueOptions) {
  const rejected = (error: unknown) => {
    throw server.failure(error);
  };
  const jobs = await NightJobs.of(server, queue.run).catch(rejected);
  try {
    const cells = new QueuedCells(plan, options, server, queue, jobs);
    await cells.takeUp().catch(rejected);
    await cells.run();
  } finally {
    await jobs.close().catch(() => {});
  }
}

class QueuedCells {
  readonly #options: RunCellsOptions;
  readonly #queue: QueueOptions;
  readonly #server: QueueServer;
  readonly #board: Board;
  readonly #jobs: NightJobs;
  readonly #record: Omit<RunRecord, 'secondsLeft' | 'state'>;
  readonly #cells = new Map<string, { readonly cell: PlannedCell; readonly job: CellJob }>();
  readonly #ledger: Ledger;
  readonly #strangers = new Set<string>();
  readonly #begun = new Set<string>();
  readonly #modules = new ModuleWatch();
  readonly #machines: MachineWatch;
  readonly #closing: Closing;
  #isLonely = false;

  constructor(plan: Plan, options: RunCellsOptions, server: QueueServer, queue: QueueOptions, jobs: NightJobs) {
    this.#options = options;
    this.#queue = queue;
    this.#server = server;
    this.#jobs = jobs;
    this.#board = new Board(server.redis);
    this.#closing = new Closing(options);
    this.#machines = new MachineWatch(1000 * queue.lostSeconds, performance.now());
    const checker = checkerHere();
    const hashes = new Map<string, string>();
    for (const { cell, alone } of inOrder(plan, options.secondsLeft?.() ?? Number.POSITIVE_INFINITY)) {
      const modelHash = hashes.get(cell.model) ?? cell.loaded.hash();
      hashes.set(cell.model, modelHash);
      const job = cellJob(cell, { alone, modelHash, bounds: options.bounds, limits: options.limitsOf?.(cell) ?? {} });
      this.#cells.set(jobId(job, checker.engine), { cell, job });
    }
    this.#ledger = new Ledger(this.#cells.keys());
    const models = Array.from(hashes, ([name, hash]) => ({ name, hash }));
    const { run, master, lostSeconds } = queue;
    this.#record = { format: RUN_FORMAT, run, checker, models, lostMs: 1000 * lostSeconds, master };
  }

  async run(): Promise<void> {
    const outage = new Outage(this.#server, this.#queue.say);
    while (this.#ledger.open.length > 0) {
      try {
        if (!(await this.#look())) {
          this.#endAll(notStarted('another `everywhen nightly` took the run over'));
          return;
        }
        outage.over();
      } catch (error) {
        const now = performance.now();
        const isTooLong = outage.failed(error, now) > 1000 * this.#queue.waitSeconds;
        if (isTooLong || !this.#closing.look(now).mayBegin) {
          this.#endAll({ kind: 'died', because: `the queue at ${this.#server.address.shown} went away` });
          this.#queue.say(`Gave up. --run ${this.#queue.run} takes up what is left in the queue.`);
          return;
        }
      }
      if (this.#ledger.open.length > 0) await delay(LOOK_MS);
    }
    await this.#end().catch((error) => {
      this.#queue.say(`The run could not be removed from the queue: ${this.#server.explained(error)}`);
    });
  }

  /** Of a run of that name whose starter is gone, what has ended is kept. */
  async takeUp(): Promise<void> {
    const { run, master, fresh, say } = this.#queue;
    if (!(await this.#board.own(run, master))) {
      throw new UserError('E_QUEUE', `a run '${run}' is going on, started by ${await this.#board.owner(run)}.`, {
        hint: 'If that one has died, the run is free after 15 seconds, and what was found is kept.',
        next: 'everywhen nightly --queue --run ANOTHER-NAME',
      });
    }
    const runs = await this.#board.runs();
    for (const other of runs.keys()) {
      if (other !== run && (await this.#board.owner(other)) === null) {
        say(`The queue also keeps the run ${other}, which nobody collects: --run ${other} takes it up.`);
      }
    }
    if (!runs.has(run)) return;
    if (fresh) {
      await this.#jobs.clear();
      await this.#board.remove(run);
      return;
    }
    let kept = 0;
    for (const job of await this.#jobs.ended(() => false)) {
      if (this.#cells.has(job.id) && isLasting(job)) kept++;
      else await this.#jobs.remove(job.id);
    }
    for (const id of await this.#jobs.waiting()) if (!this.#cells.has(id)) await this.#jobs.remove(id);
    await this.#jobs.put(this.#openJobs());
    say(`The run ${run} is taken up: ${kept.toLocaleString('en')} of its cells have ended.`);
  }

  /** One look at the queue. False where the run is another's now. */
  async #look(): Promise<boolean> {
    const now = performance.now();
    const { run, master, say } = this.#queue;
    if (!(await this.#board.own(run, master))) return false;
    // Not there at first; later, if the server has lost it.
    const isThere = await this.#board.has(run);
    const { state, secondsLeft, mayBegin } = this.#closing.look(now);
    await this.#board.publish({ ...this.#record, secondsLeft, state });
    if (!mayBegin) await this.#jobs.withdraw();
    else if (!isThere) await this.#jobs.put(this.#openJobs());
    // In this order: what ends between the two is seen as ended.
    const active = new Set(await this.#jobs.active());
    for (const job of await this.#jobs.ended((id) => this.#isKnown(id))) {
      this.#note(job.id, () => endOfJob(job, this.#ownFor(job.id)));
    }
    for (const id of active) this.#begin(id);
    this.#giveUp(active, now);
    for (const sentence of this.#machines.look(await this.#board.machines(run), now)) say(sentence);
    this.#despair(now);
    return true;
  }

  /** When nothing is begun any more: what no machine has, and what machines do not give back. */
  #giveUp(active: ReadonlySet<string>, now: number): void {
    const { mayBegin, why, isOver } = this.#closing.look(now);
    if (mayBegin) return;
    for (const id of this.#ledger.open) {
      if (!active.has(id)) this.#note(id, () => notStarted(`${why} before it began`));
      else if (isOver)
        this.#note(id, () => ({ kind: 'died', because: 'its machine did not say in time how far it came' }));
    }
  }

  #despair(now: number): void {
    const idleMs = this.#machines.idleMs(now);
    if (idleMs > LONELY_MS && !this.#isLonely) {
      this.#isLonely = true;
      this.#queue.say(
        `No machine takes cells yet. On each one: EVERYWHEN_QUEUE=${this.#server.address.shown} everywhen work`,
      );
    }
    if (idleMs > 1000 * this.#queue.waitSeconds) {
      const because = `${this.#machines.because(now)} in ${duration(this.#queue.waitSeconds)}`;
      this.#endAll(notStarted(because));
    }
  }

  #begin(id: string): void {
    const cell = this.#cells.get(id)?.cell;
    if (cell === undefined || this.#begun.has(id) || !this.#ledger.isOpen(id)) return;
    this.#begun.add(id);
    this.#options.onStart?.(cell);
  }

  #note(id: string, end: () => CellEnd): void {
    const noted = this.#ledger.note(id);
    const cell = this.#cells.get(id)?.cell;
    if (noted === 'first' && cell !== undefined) {
      this.#options.onEnd(cell, end());
      return;
    }
    this.#strangers.add(id);
    this.#queue.say(
      `A result was dropped: ${cell === undefined ? 'its cell is none of this run' : `${shownCell(cell)} had ended before`}.`,
    );
  }

  #endAll(end: CellEnd): void {
    for (const id of this.#ledger.open) this.#note(id, () => end);
  }

  #isKnown(id: string): boolean {
    return this.#strangers.has(id) || (this.#cells.has(id) && !this.#ledger.isOpen(id));
  }

  #ownFor(id: string) {
    const path = this.#cells.get(id)?.cell.loaded.path ?? '';
    const { checker, lostMs } = this.#record;
    return {
      engine: checker.engine,
      lostMs,
      changed: (modules: { readonly [name: string]: string }) => this.#modules.changed(path, modules),
    };
  }

  #openJobs(): readonly (readonly [string, CellJob])[] {
    return this.#ledger.open.map((id) => [id, (this.#cells.get(id) as { readonly job: CellJob }).job]);
  }

  /** Machines let go, and nothing of the run is left in the queue. */
  async #end(): Promise<void> {
    const { run, master } = this.#queue;
    await this.#board.publish({ ...this.#record, secondsLeft: 0, state: 'ended' });
    for (let waited = 0; waited < LEAVE_MS && (await this.#board.machines(run)).length > 0; waited += 100) {
      await delay(100);
    }
    await this.#jobs.clear();
    await this.#board.remove(run);
    await this.#board.disown(run, master);
  }
}

/** As a night takes them; those that would not come to their end in the time that there is come last, the shortest of them first. */
function inOrder(
  { phases }: Plan,
  seconds: number,
): readonly { readonly cell: PlannedCell; readonly alone: boolean }[] {
  const all = phases.flatMap(({ how, cells }) => cells.map((cell) => ({ cell, alone: how === 'alone' })));
  const fits = ({ cell }: { readonly cell: PlannedCell }) => cell.estimate.seconds <= seconds;
  const late = all.filter((each) => !fits(each));
  return [...all.filter(fits), ...late.toSorted((a, b) => a.cell.estimate.seconds - b.cell.estimate.seconds)];
}

function notStarted(because: string): CellEnd {
  return { kind: 'not started', because };
}
