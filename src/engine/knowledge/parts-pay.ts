/** Thrown by a run without `parts` that would be much faster with them: the caller may make the model visible and explore again. */
export class PartsPay extends Error {
  constructor() {
    super('learning collections and choices by their parts would save most evaluations');
  }
}
