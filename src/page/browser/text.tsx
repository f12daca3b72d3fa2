/** Text from the data: control characters are written out, and very long text is cut, with a button that shows the rest. */
import { useState } from 'preact/hooks';
import { inert } from '../../errors.ts';

const SHOWN_MAX = 300;

/** The same in one line without a button: for labels, links and titles. */
export function shown(text: string, max = 120): string {
  return text.length <= max ? inert(text) : `${inert(text.slice(0, max))}… (${more(text.length - max)} more)`;
}

export function Text({ text, max = SHOWN_MAX }: { readonly text: string; readonly max?: number }) {
  const [isWhole, setWhole] = useState(false);
  // A few more characters need less room than the button.
  if (text.length <= max + 40) return <>{inert(text)}</>;
  return (
    <>
      {inert(isWhole ? text : text.slice(0, max))}
      {isWhole ? ' ' : '… '}
      <button type="button" class="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
        {isWhole ? 'show less' : `show ${more(text.length - max)} more`}
      </button>
    </>
  );
}

function more(count: number): string {
  return `${count.toLocaleString('en')} characters`;
}
