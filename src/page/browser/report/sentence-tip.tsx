/**
 * The sentences of the properties that a link names by their ids, on hover and focus. One element for the whole page, fixed to the window,
 * so that no table cuts it. Escape hides it.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageData } from '../../data/page-data.ts';
import { shown } from '../text.tsx';

const TIP_ID = 'sentence-tip';
const WIDTH_PX = 420;
/** Room for a few sentences below what they are about; otherwise they stand above it. */
const BELOW_PX = 160;

/** The attributes of an element that has sentences. */
export function sentencesOf(model: string, ids: readonly string[]): { readonly 'data-sentences'?: string } {
  return ids.length === 0 ? {} : { 'data-sentences': JSON.stringify([model, ...ids]) };
}

interface Shown {
  readonly sentences: readonly (readonly [id: string, title: string])[];
  readonly at: { readonly left: string; readonly top?: string; readonly bottom?: string };
}

export function SentenceTip({ data }: { readonly data: PageData }) {
  const [tip, setTip] = useState<Shown | undefined>();
  const about = useRef<Element | undefined>(undefined);
  useEffect(() => {
    const hide = () => {
      about.current?.removeAttribute('aria-describedby');
      about.current = undefined;
      setTip(undefined);
    };
    const onEnter = ({ target }: Event) => {
      if (!(target instanceof Element) || target.closest(`#${TIP_ID}`) !== null) return;
      const named = target.closest('[data-sentences]');
      if (named === about.current) return;
      hide();
      const sentences = named === null ? [] : sentencesIn(data, named);
      if (named === null || sentences.length === 0) return;
      about.current = named;
      named.setAttribute('aria-describedby', TIP_ID);
      setTip({ sentences, at: besides(named.getBoundingClientRect()) });
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') hide();
    };
    document.addEventListener('pointerover', onEnter);
    document.addEventListener('focusin', onEnter);
    document.addEventListener('keydown', onKey);
    window.addEventListener('hashchange', hide);
    return () => {
      document.removeEventListener('pointerover', onEnter);
      document.removeEventListener('focusin', onEnter);
      document.removeEventListener('keydown', onKey);
      window.removeEventListener('hashchange', hide);
    };
  }, [data]);
  return (
    <div id={TIP_ID} role="tooltip" class="sentence-tip on-screen" hidden={tip === undefined} style={tip?.at}>
      {tip?.sentences.map(([id, title]) => (
        <p key={id}>
          <b>{shown(id, 40)}</b> {shown(title, 240)}
        </p>
      ))}
    </div>
  );
}

function sentencesIn({ models }: PageData, named: Element): Shown['sentences'] {
  const [name, ...ids] = JSON.parse(named.getAttribute('data-sentences') ?? '[]') as string[];
  const titles = models.find((model) => model.name === name)?.properties ?? [];
  return ids.flatMap((id) => titles.filter(([known]) => known === id));
}

function besides({ left, top, bottom }: DOMRect): Shown['at'] {
  const from = `${Math.max(8, Math.min(left, innerWidth - WIDTH_PX - 8))}px`;
  return bottom + BELOW_PX < innerHeight
    ? { left: from, top: `${bottom + 4}px` }
    : { left: from, bottom: `${innerHeight - top + 4}px` };
}
