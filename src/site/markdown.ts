/**
 * What the generator must do differently with our Markdown, as a plugin of markdown-it: follow links as an editor does, show `<A>` and `{{ }}`
 * as text where others would take them for a tag and for code, and leave a diagram to Mermaid.
 */
import { posix } from 'node:path';
import { linkOnSite } from './links.ts';
import type { Settings } from './settings.ts';

/** Tags that pages use as HTML; anything else between angle brackets is text. A comment is a comment. */
const TAGS = /^<(!--|\/?(details|summary|kbd|sup|sub|br|a)\b)/i;
/** What the site's client must not take for one of its pages: a report, and a file as it is. */
const FILE = /^\/reports\/.+\.html$|^\/source\/.+(?<!\.md)$/;

interface Token {
  type: string;
  content: string;
  readonly info: string;
  readonly children: Token[] | null;
  attrGet(name: string): string | null;
  attrSet(name: string, value: string): void;
}

type Rule = (tokens: Token[], i: number, options: unknown, env: unknown, self: unknown) => string;

/** The part of markdown-it that is used. */
interface MarkdownIt {
  readonly core: {
    readonly ruler: {
      push(
        name: string,
        rule: (state: { readonly tokens: Token[]; readonly env: { readonly relativePath?: string } }) => void,
      ): void;
    };
  };
  readonly renderer: { readonly rules: { [name: string]: Rule | undefined } };
  readonly utils: { escapeHtml(text: string): string };
}

export function asOurMarkdown(markdown: MarkdownIt, settings: Settings): void {
  markdown.core.ruler.push('our_markdown', ({ tokens, env }) => {
    const folder = posix.dirname(env.relativePath ?? '');
    for (const token of tokens.flatMap((block) => [block, ...(block.children ?? [])])) {
      if (token.type === 'link_open') setLink(token, folder, settings);
      const isHtml = token.type === 'html_inline' || token.type === 'html_block';
      if (isHtml && !TAGS.test(token.content)) token.type = 'text';
    }
  });
  const { rules } = markdown.renderer;
  const escaped = (text: string) => markdown.utils.escapeHtml(text).replaceAll('{{', '&#123;&#123;');
  rules['text'] = (tokens, i) => escaped(tokens[i]?.content ?? '');
  const fence = rules['fence'] as Rule;
  rules['fence'] = (tokens, i, ...rest) => {
    const { info, content } = tokens[i] as Token;
    if (info.trim() !== 'mermaid') return fence(tokens, i, ...rest);
    return `<pre class="mermaid" v-pre>${markdown.utils.escapeHtml(content)}</pre>\n`;
  };
}

function setLink(token: Token, folder: string, settings: Settings): void {
  const href = linkOnSite(folder, token.attrGet('href') ?? '', settings);
  const isFile = FILE.test(href);
  token.attrSet('href', isFile ? `${settings.base}${href.slice(1)}` : href);
  if (isFile) token.attrSet('target', '_self');
}
