/** A cell as people name it: `FINAL · guest`. One that was checked alone is no variant in a scenario. */
export function cellName({ variant, scenario }: { readonly variant: string; readonly scenario: string }): string {
  return [variant, scenario].filter((name) => name !== '').join(' · ') || 'one cell';
}
