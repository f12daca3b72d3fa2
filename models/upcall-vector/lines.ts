/** What a patch of the code before the fix could add: `everywhen repair upcall-vector` searches the sets of these lines. */
import type { DeclaredLine } from 'everywhen';
import type { Patch, parameters } from './parameters.ts';

type Line = DeclaredLine<typeof parameters>;

const TITLES: { readonly [P in Patch]: string } = {
  check: 'ASSERT drops a raise while the APIC is disabled',
  compensate: 'emulating the write that enables the APIC raises if UP is set',
  'online-only': 'setting the vector raises it only for an AP that is online',
  'refuse-others': 'setting the vector is refused unless the AP does it itself, with its APIC enabled',
  'guest-clears': 'the guest clears UP when it enables its APIC',
  'guest-self-ipi': 'the guest sends itself the vector when it enables its APIC',
  'poll-on-entry': 'every VM entry looks at UP',
};

const patchLines: { readonly [name: string]: Line } = Object.fromEntries(
  Object.entries(TITLES).map(([name, title]) => [name, { title, parameters: { patch: [name as Patch] } }]),
);

export const lines: { readonly [name: string]: Line } = {
  ...patchLines,
  'ap-fence': { title: 'a barrier between enabling the APIC and looking at UP', parameters: { APFENCE: 1 } },
  'hc-fence': { title: 'a barrier between storing the vector and looking at the APIC', parameters: { HCFENCE: 1 } },
};
