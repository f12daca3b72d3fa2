/** What the configuration of the generator needs to know of the pages. */
import type { LinkTargets } from './links.ts';

export interface SidebarItem {
  readonly text: string;
  readonly link?: string;
  readonly items?: readonly SidebarItem[];
}

/** By the beginning of the address. */
export interface Sidebars {
  readonly [path: string]: readonly SidebarItem[];
}

export interface Settings extends LinkTargets {
  /** The path under which the site is served. */
  readonly base: string;
  readonly sidebar: Sidebars;
}
