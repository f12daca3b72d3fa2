/** The display name of a cell: `FINAL · guest`. A cell that was checked alone has the name of its model. */
export function cellName(cell: {
  readonly model: string;
  readonly variant: string;
  readonly scenario: string;
}): string {
  return [cell.variant, cell.scenario].filter((name) => name !== '').join(' · ') || cell.model;
}
