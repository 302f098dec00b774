/**
 * The company stands in the address, and every call names it: one chosen in a tab is chosen in that tab alone, and an
 * address that is kept or passed on shows the same company wherever it is opened.
 */
export const homeOf = (companyId: number): string => `/c/${companyId}`;

/** Null where the address names none: the session's own choice is shown then. */
export function companyIn(path: string): number | null {
  const id = /^\/c\/([1-9]\d{0,14})(?=\/|$)/.exec(path)?.[1];
  return id === undefined ? null : Number(id);
}
