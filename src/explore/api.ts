/**
 * The requests of the page: the position at the end of a path, and the path in kernel style; a part of the initial states; the progress of the background exploration;
 * to start and stop it.
 */
import * as v from 'valibot';
import type { System } from '../model/system.ts';
import type { ExploredCell } from '../page/explored-cell.ts';
import { INDEX_MAX, START_MAX, STEPS_MAX } from '../page/path-text.ts';
import type { Path } from '../page/position.ts';
import type { KernelTrace } from '../trace/kernel/kernel-trace.ts';
import { kernelViewOf } from '../trace/kernel/kernel-view.ts';
import type { Background } from './background.ts';
import { initialStatesFrom } from './initial-states.ts';
import { positionAt, traceAt } from './walk.ts';

/** A request whose body does not fit. */
export class BadRequest extends Error {}

const index = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));
const at = v.strictObject({
  start: v.optional(index(START_MAX), 0),
  steps: v.pipe(v.array(index(INDEX_MAX)), v.maxLength(STEPS_MAX)),
});
const from = v.strictObject({ from: index(START_MAX) });
const order = v.strictObject({ run: v.picklist(['start', 'stop']) });

type Answer = (body: unknown) => unknown;

/** By method and path. An answer throws `BadRequest` for a body that does not fit. */
export function apiOf(system: System, cell: ExploredCell, background: Background): ReadonlyMap<string, Answer> {
  return new Map<string, Answer>([
    ['GET /api/cell', () => cell],
    ['POST /api/at', (body) => positionAt(system, parsed(at, body))],
    ['POST /api/kernel', (body) => kernelAt(system, parsed(at, body), background)],
    ['POST /api/initial-states', (body) => initialStatesFrom(system, parsed(from, body).from)],
    ['GET /api/run', () => background.status()],
    [
      'POST /api/run',
      async (body) => {
        if (parsed(order, body).run === 'start') background.start();
        else await background.stop();
        return background.status();
      },
    ],
  ]);
}

/**
 * A path in kernel style, as `--trace-format kernel` prints it: at the end of a jump as `check` does, elsewhere as `replay` does of the
 * saved walk.
 */
function kernelAt(system: System, path: Path, background: Background): KernelTrace {
  const { trace, property } = background.traceOf(path) ?? { trace: traceAt(system, path) };
  return kernelViewOf(system)(trace, property);
}

function parsed<T>(schema: v.GenericSchema<unknown, T>, body: unknown): T {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new BadRequest(`${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`);
}
