/** The names of the figures, however deep they lie, that are no finite number. */
export function notFinite(answer: object): string[] {
  return Object.entries(answer).flatMap(([name, value]) => {
    if (typeof value === 'object' && value !== null) return notFinite(value);
    return typeof value !== 'number' || Number.isFinite(value) ? [] : [name];
  });
}
