/**
 * Searches for the nearest state that satisfies a condition, in the background while a person walks: an exploration of the same system whose
 * only property is that such a state is reachable, which ends with the level in which one is found. One search at a time.
 */
import { checkSystem } from '../../check/check.ts';
import type { Counterexample } from '../../check/counterexample.ts';
import type { Report } from '../../check/report.ts';
import type { Progress, RunOptions } from '../../check/run.ts';
import type { AnyChosen } from '../../language/parameter.ts';
import { lockRulesOf, type Property } from '../../model/property.ts';
import { isLasting } from '../../model/property-kinds.ts';
import type { State } from '../../model/state.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';
import type { Path } from '../../page/position.ts';
import type { SearchResult, SearchStatus } from '../../page/search-status.ts';
import { withinOf } from '../../trace/within-text.ts';
import { refusalText } from '../refusal-text.ts';
import { pathOf, stateAt } from '../walk.ts';
import { type Condition, parseCondition } from './condition.ts';

/** Unless other limits were given: a person waits. */
const STATES_MAX = 10_000_000;
const TIMEOUT_SECONDS = 120;
/** No model can declare a property of this id. */
const ID = '\u0000searched';

export type SearchOptions = Omit<RunOptions, 'interrupted' | 'onProgress' | 'until'>;

export class Search {
  readonly #system: System;
  readonly #cell: { readonly model: string; readonly parameters: AnyChosen };
  readonly #options: SearchOptions;
  #status: SearchStatus = { phase: 'not started' };
  #current: { isStopped: boolean } = { isStopped: true };
  #run: Promise<void> = Promise.resolve();

  constructor(
    system: System,
    cell: { readonly model: string; readonly parameters: AnyChosen },
    options: SearchOptions = {},
  ) {
    this.#system = system;
    this.#cell = cell;
    this.#options = { statesMax: STATES_MAX, timeoutSeconds: TIMEOUT_SECONDS, ...options };
  }

  status(): SearchStatus {
    return this.#status;
  }

  /**
   * Ends a search that runs and starts this one. `from`: the walk in whose last state it begins; by default it begins in the initial states.
   * Throws `E_USAGE` for a text that is not a condition.
   */
  async start(text: string, from?: Path): Promise<void> {
    const condition = parseCondition(this.#system, text);
    // Another search may have been started while this one waited.
    do await this.stop();
    while (!this.#current.isStopped);
    const state = from && stateAt(this.#system, from);
    const asked = { condition: text, isFromHere: state !== undefined };
    const current = { isStopped: false };
    this.#current = current;
    this.#status = { phase: 'running', ...asked };
    const within = withQuestion(this.#system, condition, state);
    const onProgress = ({ states, depth, seconds }: Progress) => {
      this.#status = { phase: 'running', ...asked, progress: { states, depth, seconds } };
    };
    this.#run = checkSystem(within, this.#cell, {
      ...this.#options,
      ...(isLasting(questionOf(within)) ? {} : { until: questionOf(within).id }),
      interrupted: () => current.isStopped,
      onProgress,
    }).then(
      (report) => {
        this.#status = { phase: 'ended', ...asked, result: resultOf(within, report, state && from) };
      },
      (error) => {
        this.#status = { phase: 'ended', ...asked, problem: refusalText(error) };
      },
    );
  }

  /** Waits until nothing runs. */
  async stop(): Promise<void> {
    this.#current.isStopped = true;
    await this.#run;
  }

  /** Waits for the end of the search. */
  async finished(): Promise<SearchStatus> {
    await this.#run;
    return this.#status;
  }
}

/** The system whose only property asks for the state; `state`: its only initial state. */
function withQuestion(system: System, condition: Condition, state: State | undefined): System {
  const property: Property<StateReader> =
    condition.kind === 'violation'
      ? condition.property
      : {
          id: ID,
          title: 'a state that satisfies the condition',
          kind: 'reachable',
          informational: false,
          holds: condition.holds,
          when: undefined,
          quiescent: condition.quiescent,
        };
  const properties = [property];
  const begins = state === undefined ? {} : { initial: state, initials: [state] };
  return { ...system, ...begins, properties, lockRules: lockRulesOf(properties) };
}

function questionOf({ properties }: System): Property<StateReader> {
  return properties[0] as Property<StateReader>;
}

/** `from`: the walk that leads to the only initial state. */
function resultOf(system: System, report: Report, from: Path | undefined): SearchResult {
  const { statistics, stopped } = report;
  const { states, depth } = statistics;
  const trace = traceIn(report);
  if (trace !== undefined) {
    const { start, steps } = pathOf(system, trace);
    const path = from === undefined ? { start, steps } : { start: from.start, steps: [...from.steps, ...steps] };
    const isNearest = !isLasting(questionOf(system)) && questionOf(system).kind !== 'lock order';
    return { kind: 'found', path, distance: steps.length, states, isNearest };
  }
  if (stopped === undefined) return { kind: 'none', states, within: withinOf(report.budgets) };
  return { kind: 'not found', states, depth, stopped };
}

function traceIn({ properties: [property] }: Report): Counterexample | undefined {
  return property?.witness ?? property?.counterexample ?? property?.lockFindings?.[0]?.traces[0]?.trace;
}
