/** What a live report contains besides its data: its models and the engine that explores them. */
import type { ModelToEmbed } from '../live/live-parts.ts';
import { livePartsOf } from '../live/live-parts.ts';
import type { LiveData } from '../page/data/live-data.ts';
import { shellWord } from './check-command.ts';

/** A model of the run, loaded. */
export interface LiveSource extends ModelToEmbed {
  readonly hash: () => string;
}

export interface LiveEngine {
  readonly data: LiveData;
  readonly script: string;
  readonly kernel: Uint8Array;
}

/** Throws `E_EMBED` for a model that cannot run in a browser. */
export async function liveEngineOf(models: readonly LiveSource[]): Promise<LiveEngine> {
  const { files, script, kernel } = await livePartsOf(models);
  const named = models.map(({ name, hash }) => ({ name, quoted: shellWord(name), hash: hash() }));
  return { data: { models: named, files }, script, kernel };
}
