/** The configuration of VitePress. What it is about is in `site.ts`; this file has what a reader sees around the pages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from 'github-slugger';
import { asOurMarkdown } from './markdown.ts';
import { HTML, SETTINGS, SITE } from './places.ts';
import type { Settings } from './settings.ts';

const settings: Settings = JSON.parse(readFileSync(SETTINGS, 'utf8'));
const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path d='M2 4h6l6 8M2 12h6l6-8' fill='none' stroke='%23888' stroke-width='2'/></svg>";

export default {
  title: 'Everywhen',
  description: 'A model checker that explores every interleaving of a concurrent design',
  lang: 'en',
  base: settings.base,
  outDir: HTML,
  cacheDir: join(SITE, 'cache'),
  head: [['link', { rel: 'icon', href: ICON }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // Anchors are those of GitHub, so that a link with one works there and here.
    anchor: { slugify: slug },
    // Braces after a word are braces.
    attrs: { disable: true },
    config: (markdown: Parameters<typeof asOurMarkdown>[0]) => asOurMarkdown(markdown, settings),
  },
  vite: {
    // Our configuration of the compiler names a target that this version of esbuild does not know.
    esbuild: { tsconfigRaw: '{}' },
  },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/docs/', activeMatch: '^/docs/(?!decisions/)' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: 'Reports', link: '/reports/', activeMatch: '^/reports/' },
      { text: 'Internals', link: '/src/', activeMatch: '^/src/' },
      { text: 'Decisions', link: '/docs/decisions/', activeMatch: '^/docs/decisions/' },
    ],
    sidebar: settings.sidebar,
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        // The label has the words that are seen: the theme's keys beside them are hidden (theme/style.css).
        translations: { button: { buttonText: 'Search (Ctrl K)', buttonAriaLabel: 'Search (Ctrl K)' } },
        // What explains a word comes before what declares it.
        miniSearch: { searchOptions: { boostDocument: (id: string) => (id.includes('/api/') ? 0.4 : 1) } },
      },
    },
  },
};
