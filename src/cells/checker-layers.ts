/** The folders of `src` whose code runs when a cell runs. The layers above them only plan and print. */
export const CHECKER_LAYERS: readonly string[] = [
  'files',
  'model',
  'semantics',
  'language',
  'reference',
  'engine',
  'check',
  'trace',
  'load',
  'cells',
];
