/** What is watched, in columns beside the timeline. */
import type { Watch } from '../../watches.ts';
import { shown } from '../text.tsx';

export interface WatchedText {
  readonly name: string;
  readonly text: string;
  readonly isNew: boolean;
}

/** What is watched, for each moment. */
export function watchedAt(watches: readonly Watch[], last: number): readonly (readonly WatchedText[])[] {
  if (watches.length === 0) return [];
  return Array.from({ length: last + 1 }, (_, i) =>
    watches.map(({ name, texts }) => ({ name, text: texts[i] ?? '', isNew: i > 0 && texts[i] !== texts[i - 1] })),
  );
}

/** The watched values after a step; one that the step changed is bold. */
export function Watched({ texts = [] }: { readonly texts: readonly WatchedText[] | undefined }) {
  if (texts.length === 0) return null;
  return (
    <span class="watched">
      {texts.map(({ name, text, isNew }, i) => (
        <span key={i} class={isNew ? 'new' : undefined}>
          <span class="visually-hidden">
            , {shown(name, 40)}
            {isNew && ' now'}{' '}
          </span>
          {shown(text, 60)}
        </span>
      ))}
    </span>
  );
}
