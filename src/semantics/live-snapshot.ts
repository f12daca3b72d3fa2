/** The snapshot that steps run on. Its typed interface, which documents each method, is `Snapshot` (language/snapshot.ts). */
import { UserError } from '../errors.ts';
import { type Canonical, ValueRefusal } from '../model/canonical.ts';
import type { ReplicaIndex, ReplicaKey, Value } from '../model/declaration.ts';
import { refuseIndexLike, suggestion } from '../model/names.ts';
import { spuriousId } from '../model/owed/owed.ts';
import { type Control, Frame, HALTED } from '../model/process.ts';
import type { Valuation } from '../model/state.ts';
import { StateReader } from '../model/state-reader.ts';
import { type Arrival, type Attempt, Choice, type Claim, choosable, Directed, outcomeNameOf } from './arrival.ts';
import { ChannelAccess } from './channel-access.ts';
import { withLock } from './locks/holding.ts';
import { refuseShared } from './memory-access.ts';
import { truthOf } from './truth.ts';

type ByIndex<T> = [last: T] | [index: ReplicaIndex, last: T];

export class LiveSnapshot extends ChannelAccess {
  readonly #state: Valuation;
  readonly #judged: readonly Claim[];

  constructor(attempt: Attempt, state: Valuation, judged: readonly Claim[] = []) {
    super(attempt);
    this.#state = state;
    this.#judged = judged;
  }

  get process(): string {
    return this.attempt.alternative.process.name;
  }

  get index(): ReplicaKey | undefined {
    return this.attempt.alternative.process.index;
  }

  get thisCpu(): string {
    return this.attempt.alternative.process.cpu;
  }

  get(name: string, index?: ReplicaIndex): Value {
    const slot = this.#slot(name, index);
    if (slot === undefined) return this.#frame().locals.get(name) as Value;
    if (this.attempt.system.slots[slot]?.ghost) {
      throw new UserError('E_GHOST', `depends on the ghost '${this.attempt.system.slots[slot].name}'.`, {
        hint: 'A ghost only observes. Read it in a claim, s.assert(id, (s) => s.get(...)), in s.update(ghost, ...) or in a property; or make it a real component.',
      });
    }
    return this.#state.look(slot);
  }

  at(process: string, index?: ReplicaKey): string {
    return this.#reader().at(process, index);
  }

  set(name: string, ...rest: ByIndex<unknown>): LiveSnapshot {
    const [index, to] = rest.length === 1 ? [undefined, rest[0]] : rest;
    return this.#write(name, index, to);
  }

  update(name: string, ...rest: ByIndex<(value: Value, s: StateReader) => unknown>): LiveSnapshot {
    const [index, by] = rest.length === 1 ? [undefined, rest[0]] : rest;
    const slot = this.#slot(name, index);
    if (slot !== undefined && this.attempt.system.slots[slot]?.ghost) {
      return this.#write(name, index, by(this.#state.at(slot).value, this.#reader()));
    }
    return this.#write(name, index, (by as (value: Value) => unknown)(this.get(name, index)));
  }

  when(condition: boolean): this | undefined {
    return condition ? this : undefined;
  }

  assert(id: string, claim: boolean | ((s: StateReader) => boolean)): LiveSnapshot {
    this.#mustDeclare(id, 'assertion');
    const holds: unknown = typeof claim === 'function' ? claim(this.#reader()) : claim;
    return this.#judge({ id, holds: truthOf(holds, `assertion '${id}'`) });
  }

  raise(name: string, index?: ReplicaIndex): LiveSnapshot {
    return this.#mustOwe(name).#write(name, index, true);
  }

  handle(name: string, index?: ReplicaIndex): LiveSnapshot {
    this.#mustOwe(name);
    const id = spuriousId(name);
    const isJudged = this.attempt.system.claims.get(id) === 'assertion';
    const judged = isJudged ? this.assert(id, (s) => s.get(name, index) === true) : this;
    return judged.#write(name, index, false);
  }

  unreachable(id: string): LiveSnapshot {
    this.#mustDeclare(id, 'unreachable');
    const { canon, terminalSlot } = this.attempt.system;
    return this.#judge({ id, holds: false }, this.#state.with(terminalSlot as number, canon.of(id)));
  }

  override goto(label: string): Directed {
    const { process, procedure } = this.attempt.alternative;
    const target = procedure === undefined ? label : `${procedure.name}.${label}`;
    const known = procedure?.labels ?? [...process.following.keys()];
    if (!known.includes(target)) {
      throw new UserError(
        'E_LABEL',
        `goes to label '${label}', which ${procedure === undefined ? `process '${process.name}'` : `procedure '${procedure.name}'`} does not have.`,
        {
          hint: `${suggestion(target, known)} A label that this variant leaves out cannot be gone to.`,
        },
      );
    }
    return this.#directed(procedure === undefined ? target : this.#frame().set('label', target));
  }

  halt(): Directed {
    return this.#directed(HALTED);
  }

  choose(outcomes: { readonly [name: string]: unknown }): Choice {
    for (const name of Object.keys(outcomes)) refuseIndexLike(this.process, 'choice with an outcome', name);
    const entries = Object.entries(outcomes);
    const isMade = entries.map(([, outcome]) => typeof outcome === 'function');
    if (!isMade.includes(true)) return new Choice(this.attempt, entries);
    // What an outcome that is no function claims was claimed before, whichever outcome is made.
    this.attempt.choices += isMade.includes(false) ? 2 : 1;
    const made = entries.map(([name, outcome], place): [string, unknown] => {
      return [name, this.attempt.make(name, place, () => (typeof outcome === 'function' ? outcome() : outcome))];
    });
    return new Choice(this.attempt, made, true);
  }

  chooseFrom<T extends Value>(items: Iterable<T>, outcome: (item: T) => unknown): Choice {
    const chosen = choosable(items);
    this.attempt.choices++;
    const made = chosen.map((item, place) => {
      const { value } = this.canonical('an item to choose', item);
      const name = outcomeNameOf(value);
      return [name, this.attempt.make(name, place, () => outcome(value as T))] as const;
    });
    return new Choice(this.attempt, made, true);
  }

  call(name: string, parameters: { readonly [parameter: string]: unknown }, returnTo?: string): Directed {
    const { system, alternative } = this.attempt;
    const procedure = system.procedures.get(name);
    if (
      procedure === undefined ||
      (alternative.procedure !== undefined && procedure.position >= alternative.procedure.position)
    ) {
      throw new UserError('E_LABEL', `calls procedure '${name}', which is not declared before it.`, {
        hint: suggestion(name, system.procedures.keys()),
      });
    }
    let locals = procedure.locals;
    for (const [parameter, value] of Object.entries(parameters)) {
      if (!locals.has(parameter)) {
        throw new UserError('E_COMPONENT', `calls '${name}' with an unknown parameter '${parameter}'.`, {
          hint: suggestion(parameter, locals.keys()),
        });
      }
      locals = locals.set(parameter, this.canonical(`parameter '${parameter}'`, value).value);
    }
    const back =
      returnTo === undefined
        ? this.#following()
        : (this.goto(returnTo).arrive().state.at(this.#labelSlot()).value as Control);
    return this.#directed(new Frame({ label: procedure.labels[0] as string, locals, returnTo: back }));
  }

  return(): Directed {
    return this.#directed(this.#frame().returnTo);
  }

  /** Where the step arrives by default: at the next label. */
  override arrive(): Arrival {
    const moved = this.attempt.alternative.process.kind === 'rules' ? this.#state : this.#at(this.#following());
    return { state: moved, judged: this.#judged };
  }

  #following(): Control {
    const { process, procedure, label } = this.attempt.alternative;
    if (procedure === undefined) return process.following.get(label) as string;
    const next = procedure.labels[procedure.labels.indexOf(label) + 1];
    return next === undefined ? this.#frame().returnTo : this.#frame().set('label', next);
  }

  #directed(control: Control): Directed {
    return new Directed(this.attempt, { state: this.#at(control), judged: this.#judged });
  }

  /** The state with the process moved to where it continues. */
  #at(control: Control): Valuation {
    return this.#state.with(this.#labelSlot(), this.attempt.system.canon.of(control));
  }

  #labelSlot(): number {
    const { labelSlot, name } = this.attempt.alternative.process;
    if (labelSlot === undefined) {
      throw new UserError('E_STEP', `moves to a label, but '${name}' is a rule set and has none.`);
    }
    return labelSlot;
  }

  #frame(): Frame {
    return this.#state.at(this.#labelSlot()).value as Frame;
  }

  /** The slot of a component or local; undefined for a parameter or local of the procedure that runs. */
  #slot(name: string, index: ReplicaIndex | undefined): number | undefined {
    const { process, procedure } = this.attempt.alternative;
    const own = index === undefined;
    if (own && procedure?.locals.has(name)) return undefined;
    const slot =
      (own ? process.locals.get(name) : undefined) ?? this.attempt.system.names.component(name, index).position;
    refuseShared(this.attempt.system, slot);
    return slot;
  }

  #write(name: string, index: ReplicaIndex | undefined, to: unknown): LiveSnapshot {
    const slot = this.#slot(name, index);
    if (slot === undefined) {
      const frame = this.#frame();
      const locals = frame.locals.set(name, this.canonical(`local '${name}'`, to).value);
      return this.#with(this.#state.with(this.#labelSlot(), this.attempt.system.canon.of(frame.set('locals', locals))));
    }
    const { system } = this.attempt;
    const where = `component '${system.slots[slot]?.name}'`;
    const parts = refusing(where, () => this.#state.withParts?.(slot, to));
    if (parts !== undefined) return this.#with(parts);
    return this.#with(withLock(system, this.#state, slot, this.canonical(where, to)));
  }

  protected override canonical(where: string, value: unknown): Canonical {
    return refusing(where, () => this.attempt.system.canon.of(value));
  }

  protected override get state(): Valuation {
    return this.#state;
  }

  protected override slotOf(name: string, index: ReplicaIndex | undefined): number {
    return this.#slot(name, index) as number;
  }

  protected override onward(state: Valuation, onTheWay: readonly Claim[] = []): this {
    return this.#with(state, onTheWay.length === 0 ? this.#judged : [...this.#judged, ...onTheWay]) as this;
  }

  #with(state: Valuation, judged = this.#judged): LiveSnapshot {
    return state === this.#state && judged === this.#judged ? this : new LiveSnapshot(this.attempt, state, judged);
  }

  #judge(judgement: Claim, state = this.#state): LiveSnapshot {
    this.attempt.judgements.push(judgement);
    return this.#with(state, [...this.#judged, judgement]);
  }

  #mustOwe(name: string): this {
    const { owed } = this.attempt.system;
    if (owed.has(name)) return this;
    throw new UserError('E_COMPONENT', `raises or handles '${name}', which is never owed.`, {
      hint: `${suggestion(name, owed)} Declare it: .owed('${name}', 'an edge of the device').`,
    });
  }

  #mustDeclare(id: string, kind: 'assertion' | 'unreachable'): void {
    const { claims } = this.attempt.system;
    if (claims.get(id) !== kind) {
      throw new UserError('E_SYSTEM', `judges ${kind} '${id}', which is not declared.`, {
        hint: suggestion(id, claims.keys()),
      });
    }
  }

  #reader(): StateReader {
    const { system, alternative } = this.attempt;
    const frame = alternative.procedure === undefined ? undefined : this.#frame();
    return new StateReader(system.names, this.#state, {
      scope: (name) => {
        const value = frame?.locals.get(name);
        if (value !== undefined) return { value };
        const slot = alternative.process.locals.get(name);
        return slot === undefined ? undefined : { slot };
      },
    });
  }
}

/** Says where a value is that is refused. */
function refusing<T>(where: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof ValueRefusal ? new ValueRefusal(`${error.message} in ${where}`, error.hint) : error;
  }
}
