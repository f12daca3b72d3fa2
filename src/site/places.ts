/** Where the site is made: below `.build/`, which git ignores and the package leaves out. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const SITE = join(ROOT, '.build', 'site');
/** The Markdown of all pages, made anew by each run. */
export const PAGES = join(SITE, 'pages');
/** What is copied as it is. */
export const PUBLIC = join(PAGES, 'public');
/** What the generator's configuration reads. */
export const SETTINGS = join(SITE, 'settings.json');
/** The site. */
export const HTML = join(SITE, 'html');
