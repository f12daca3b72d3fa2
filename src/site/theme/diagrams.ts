/** Draws the diagrams of a page. Mermaid is loaded where there is one; without it, the text of a diagram stays readable. */
interface Mermaid {
  initialize(options: {
    readonly startOnLoad: boolean;
    readonly theme: string;
    readonly themeVariables: { readonly [name: string]: string };
    readonly securityLevel: string;
  }): void;
  render(id: string, text: string): Promise<{ svg: string }>;
}

let loading: Promise<Mermaid> | undefined;

export async function drawDiagrams(script: string, isDark: boolean): Promise<void> {
  const places = [...document.querySelectorAll<HTMLElement>('pre.mermaid')];
  if (places.length === 0) return;
  loading ??= load(script);
  const mermaid = await loading;
  mermaid.initialize({
    startOnLoad: false,
    theme: isDark ? 'dark' : 'neutral',
    // Mermaid's grey behind a word is too light for its white.
    themeVariables: isDark ? { edgeLabelBackground: '#2a2a2e' } : {},
    securityLevel: 'strict',
  });
  for (const [i, place] of places.entries()) {
    // The text stays with the place, for the other colours.
    const text = place.dataset['text'] ?? place.textContent ?? '';
    place.dataset['text'] = text;
    // It is wider than a narrow screen, and keys scroll what has the focus.
    place.tabIndex = 0;
    place.innerHTML = (await mermaid.render(`diagram-${i}`, text)).svg;
  }
}

function load(script: string): Promise<Mermaid> {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = script;
    element.onload = () => resolve((globalThis as unknown as { mermaid: Mermaid }).mermaid);
    element.onerror = reject;
    document.head.append(element);
  });
}
