/**
 * The protective lines of today's code, and that code without any of them: `everywhen repair avic-ipi` searches which of them it needs.
 */
import type { DeclaredLine, SomeParameters } from 'everywhen';
import type { parameters } from './parameters.ts';

type Line = DeclaredLine<typeof parameters>;

export const base = {
  variant: 'FINAL',
  rxOrder: 'scanThenClear',
  rxBarrier: 'off',
  prepOrder: 'scanThenArm',
  hookPreemptible: 'on',
  modeBarrier: 'off',
  tOrder: 'actThenIrr',
  kickCpu: 'early',
  inhIp: 'rescan',
  irrPendInit: 0,
} as const satisfies SomeParameters<typeof parameters>;

export const lines = {
  'clear-first': {
    title: 'the receiver clears IsRunning before it scans IRR',
    parameters: { rxOrder: 'clearThenScan' },
  },
  'scan-barrier': { title: 'a barrier between these two', parameters: { rxBarrier: 'on' } },
  'arm-first': { title: 'the receiver arms its sleep before it scans', parameters: { prepOrder: 'armThenScan' } },
  'hooks-pinned': { title: 'the hooks around the sleep are not preemptible', parameters: { hookPreemptible: 'off' } },
  'mode-barrier': { title: 'a barrier after the mode is IN_GUEST_MODE', parameters: { modeBarrier: 'on' } },
  'irr-first': {
    title: 'the timer asks whether AVIC is active after it has set IRR',
    parameters: { tOrder: 'irrThenAct' },
  },
  'late-cpu': { title: 'a kick reads vcpu->cpu after it has changed the mode', parameters: { kickCpu: 'late' } },
  'keep-hint': { title: 'inhibiting AVIC keeps the hint', parameters: { inhIp: 'keep' } },
  'right-hint': { title: 'the hint is right when AVIC becomes active', parameters: { irrPendInit: 1 } },
} as const satisfies { readonly [name: string]: Line };
