/** Durations for people. */

/** `0.4 s`, `12 s`, `10 min`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return withRest(`${minutes} min`, Math.floor(seconds % 60), 's');
  return withRest(`${Math.floor(minutes / 60).toLocaleString('en')} h`, minutes % 60, 'min');
}

function withRest(text: string, rest: number, unit: string): string {
  return rest === 0 ? text : `${text} ${rest} ${unit}`;
}
