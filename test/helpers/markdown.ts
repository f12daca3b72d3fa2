/** Links and anchors of a Markdown file, by an independent parser: what looks like one in a piece of code is none. */
import Slugger from 'github-slugger';
import { marked, type Token } from 'marked';

/** Of links and pictures, as they are written. */
export function linksIn(markdown: string): readonly string[] {
  const links: string[] = [];
  marked.walkTokens(marked.lexer(markdown), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push(token.href);
  });
  return links;
}

/** The anchors that GitHub gives to the headings of a page. */
export function anchorsIn(markdown: string): ReadonlySet<string> {
  const slugger = new Slugger();
  const headings = marked.lexer(markdown).flatMap((token) => (token.type === 'heading' ? [token] : []));
  return new Set(headings.map((heading) => slugger.slug(textOf(heading))));
}

/** Tags, but for comments. */
export function tagsIn(markdown: string): readonly string[] {
  const tags: string[] = [];
  marked.walkTokens(marked.lexer(markdown), (token) => {
    if (token.type !== 'html') return;
    for (const [, name = ''] of token.raw.replaceAll(/<!--[\s\S]*?-->/g, '').matchAll(/<\/?([\w-]+)/g)) tags.push(name);
  });
  return tags;
}

/** Without the marks of emphasis, code and links. */
function textOf(token: Token): string {
  const inside = 'tokens' in token ? token.tokens : undefined;
  if (inside !== undefined) return inside.map(textOf).join('');
  return 'text' in token ? token.text : '';
}
