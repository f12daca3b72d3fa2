/** A cell as people name it: `FINAL · guest`. One that was checked alone is no variant in a scenario: it has its model's name. */
export function cellName(cell: {
  readonly model: string;
  readonly variant: string;
  readonly scenario: string;
}): string {
  return [cell.variant, cell.scenario].filter((name) => name !== '').join(' · ') || cell.model;
}
