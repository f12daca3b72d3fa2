/** A place in a source file as text to copy: `models/queue.ts:42`. */
import type { Place } from '../../evidence.ts';
import { CopyButton } from '../copy-button.tsx';
import { shown } from '../text.tsx';

export function placeText({ file, line }: Place): string {
  return `${file}:${line}`;
}

export function PlaceText({ place }: { readonly place: Place | undefined }) {
  if (place === undefined) return null;
  const text = placeText(place);
  return (
    <span class="place">
      <code>{shown(text, 120)}</code> <CopyButton what="place" text={() => text} />
    </span>
  );
}
