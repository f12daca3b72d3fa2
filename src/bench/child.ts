/** The process of one measurement: it takes a task from its first argument, sends its figures to its parent, and ends. */
import { setImmediate } from 'node:timers/promises';
import { judgeLasting } from '../check/liveness/liveness.ts';
import { Explorer } from '../engine/exploring/explorer.ts';
import { STATE_BASE, STATE_LINES } from '../engine/kernel/memory-map.ts';
import { keepHeapSmall } from '../engine/memory/small-heap.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters } from '../language/parameter.ts';
import { loadModel } from '../load/load-model.ts';
import type { Host } from '../model/exploration.ts';
import type { BenchTask, Figures, NotMeasured } from './figures.ts';
import { LINE_BYTES, randomReadsPerSecond } from './random-reads.ts';

/** The share of the machine's available memory that a case may take: other processes need some, too. */
const LEFT_SHARE_MAX = 0.9;

const host: Host = {
  async breathe() {
    await setImmediate();
    return undefined;
  },
  mayGrow: (bytes) => bytes <= LEFT_SHARE_MAX * process.availableMemory(),
};

// As `check` does.
keepHeapSmall();
// The parent has ended: no process waits for the answer.
process.on('disconnect', () => process.exit());
const answer = await figuresOf(JSON.parse(process.argv[2] ?? ''));
process.send?.(answer, () => process.disconnect());

async function figuresOf({
  case: { model: name, parameters, wordBits },
  workers,
}: BenchTask): Promise<Figures | NotMeasured> {
  const { model } = await loadModel(name);
  const system = instantiate(model, chooseParameters(model.parameters, parameters), name);
  const explorer = new Explorer(system, { workers, ...(wordBits !== undefined && { wordBits }) });
  const residentBefore = process.memoryUsage.rss();
  const start = performance.now();
  const stopped = (await explorer.run(host)) ?? (await judgeLasting(explorer, host)).stopped;
  const seconds = (performance.now() - start) / 1000;
  const grown = process.memoryUsage.rss() - residentBefore;
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  if (stopped !== undefined) {
    await explorer.close();
    return { because: `it stopped after ${explorer.levels.length} levels for ${stopped}` };
  }

  const { states, transitions, levels, evaluations, audited, packed } = explorer;
  const { kernel } = packed;
  // The reads use the table of the case, on the pages that exploring has written: they need not be filled first.
  const table = { base: kernel.count(STATE_BASE), lines: kernel.get(STATE_LINES) };
  const figures = {
    workers,
    words: packed.layout.words,
    states,
    transitions,
    levels: levels.length,
    seconds,
    evaluations,
    audited,
    bytesPerState: grown / states,
    peakBytes,
    tableBytes: table.lines * LINE_BYTES,
    randomReadsPerSecond: await randomReadsPerSecond(kernel, table, workers),
  };
  await explorer.close();
  return figures;
}
