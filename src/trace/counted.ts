/** Numbers in sentences: `1 step`, `2 steps`, `1,234,567 states`. */
export function counted(count: number, singular: string, plural: string = `${singular}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`;
}
