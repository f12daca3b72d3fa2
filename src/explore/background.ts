/**
 * Explores the whole state space in the background while a person walks in it: its progress, every verdict, and a path to every
 * violation.
 *
 * A path can be computed only after its run has ended. To give paths before a long run ends, a second run starts when the first has
 * found something, and stops as soon as it has found the same.
 */
import { checkSystem } from '../check/check.ts';
import type { Counterexample } from '../check/counterexample.ts';
import type { PropertyReport, Report } from '../check/report.ts';
import type { Progress, RunOptions } from '../check/run.ts';
import type { AnyChosen } from '../language/parameter.ts';
import { isReached } from '../model/property-kinds.ts';
import type { System } from '../model/system.ts';
import { pathText } from '../page/path-text.ts';
import type { Path } from '../page/position.ts';
import type { Jump, PropertyStatus, RunProgress, RunStatus } from '../page/run-status.ts';
import { withinOf } from '../trace/within-text.ts';
import { refusalText } from './refusal-text.ts';
import { pathOf } from './walk.ts';

/** No second run starts before this: many runs end by then. */
const PURSUE_AFTER_SECONDS = 2;

export interface BackgroundOptions extends Omit<RunOptions, 'interrupted' | 'onProgress'> {
  /** For tests: the seconds after which a second run may start. */
  readonly pursueAfterSeconds?: number;
}

/** A counterexample or witness of a property. */
export interface FoundTrace {
  readonly property: string;
  readonly trace: Counterexample;
}

export class Background {
  readonly #system: System;
  readonly #cell: { readonly model: string; readonly parameters: AnyChosen };
  readonly #options: BackgroundOptions;
  #phase: RunStatus['phase'] = 'not started';
  #stop = false;
  #progress: Progress | undefined;
  #ended: Partial<Pick<RunStatus, 'verdict' | 'statistics' | 'within' | 'stopped' | 'problem'>> = {};
  readonly #known = new Map<string, Pick<PropertyStatus, 'verdict' | 'vacuousBecause' | 'jumps'>>();
  /** By their paths as text. */
  readonly #traces = new Map<string, FoundTrace>();
  #run: Promise<void> | undefined;
  #pursuit: Promise<void> | undefined;

  constructor(
    system: System,
    cell: { readonly model: string; readonly parameters: AnyChosen },
    options: BackgroundOptions = {},
  ) {
    this.#system = system;
    this.#cell = cell;
    this.#options = options;
  }

  status(): RunStatus {
    const properties = this.#system.properties.map(({ id, title, kind, informational }): PropertyStatus => {
      const sofar = this.#progress?.found.has(id)
        ? { verdict: isReached(kind) ? ('holds' as const) : ('violated' as const) }
        : {};
      return { id, title, kind, informational, jumps: [], ...sofar, ...this.#known.get(id) };
    });
    const progress = this.#progress && progressOf(this.#progress);
    return { phase: this.#phase, ...(progress && { progress }), properties, ...this.#ended };
  }

  /** Starts from the beginning, also after a run has ended. Known paths are kept. */
  start(): void {
    if (this.#phase === 'running') return;
    for (const [id, { jumps }] of this.#known) if (jumps.length === 0) this.#known.delete(id);
    this.#phase = 'running';
    this.#stop = false;
    this.#ended = {};
    this.#progress = undefined;
    this.#run = this.#explore();
  }

  /** Stops, and waits until nothing runs. What was found by then is kept. */
  async stop(): Promise<void> {
    this.#stop = true;
    await this.#run;
  }

  /** Waits for the end of what runs. */
  async ended(): Promise<void> {
    await this.#run;
  }

  async #explore(): Promise<void> {
    try {
      const report = await checkSystem(this.#system, this.#cell, {
        ...this.#options,
        interrupted: () => this.#stop,
        onProgress: (progress) => {
          this.#progress = progress;
          this.#pursue(progress);
        },
      });
      const { verdict, statistics, stopped } = report;
      this.#learn(report, true);
      const within = withinOf(report.budgets);
      this.#ended = {
        verdict,
        statistics,
        ...(within.length > 0 && { within }),
        ...(stopped !== undefined && { stopped }),
      };
    } catch (error) {
      this.#ended = { problem: refusalText(error) };
    }
    this.#stop = true;
    await this.#pursuit;
    this.#phase = 'ended';
  }

  /** Starts the second run, for properties that were found and have no path yet. */
  #pursue({ found, seconds }: Progress): void {
    const wanted = [...found.keys()].filter((id) => !this.#known.has(id));
    const soon = seconds < (this.#options.pursueAfterSeconds ?? PURSUE_AFTER_SECONDS);
    if (this.#pursuit !== undefined || wanted.length === 0 || soon) return;
    let isFound = false;
    this.#pursuit = checkSystem(this.#system, this.#cell, {
      ...this.#options,
      workers: 1,
      interrupted: () => this.#stop || isFound,
      onProgress: (progress) => {
        isFound = wanted.every((id) => progress.found.has(id));
      },
    })
      .then((report) => this.#learn(report, false))
      // An error here happens in the first run as well, which reports it.
      .catch(() => {})
      .finally(() => {
        this.#pursuit = undefined;
      });
  }

  #learn(report: Report, isLast: boolean): void {
    for (const property of report.properties) {
      const jumps = this.#jumpsOf(property);
      if (!isLast && jumps.length === 0) continue;
      const { id, verdict, vacuousBecause } = property;
      this.#known.set(id, { verdict, jumps, ...(vacuousBecause !== undefined && { vacuousBecause }) });
    }
  }

  /** The trace of a property that takes this path; undefined if none is known. */
  traceOf(path: Path): FoundTrace | undefined {
    return this.#traces.get(pathText(path));
  }

  #jumpsOf({ id, counterexample, witness, lockFindings }: PropertyReport): Jump[] {
    const told = lockFindings?.flatMap(({ traces }) => traces) ?? [];
    if (told.length > 0) return told.map(({ shows, trace }) => ({ ...this.#jump(id, trace), shows }));
    const trace = counterexample ?? witness;
    return trace === undefined ? [] : [this.#jump(id, trace)];
  }

  #jump(property: string, trace: Counterexample): Jump {
    const { cycleStart } = trace;
    const path = pathOf(this.#system, trace);
    const text = pathText(path);
    if (!this.#traces.has(text)) this.#traces.set(text, { property, trace });
    return { path, ...(cycleStart !== undefined && { cycleStart }) };
  }
}

function progressOf({ states, depth, frontier, seconds, doing }: Progress): RunProgress {
  return { states, depth, frontier, seconds, ...(doing !== undefined && { doing }) };
}
