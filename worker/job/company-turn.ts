/** One computation of a company at a time: two at once, of a change and of the night's sweep, would do the same places twice. */
export function companyTurns(): <Result>(company: number, work: () => Promise<Result>) => Promise<Result> {
  const latest = new Map<number, Promise<unknown>>();
  return async (company, work) => {
    const turn = (latest.get(company) ?? Promise.resolve()).then(work, work);
    latest.set(company, turn);
    try {
      return await turn;
    } finally {
      if (latest.get(company) === turn) latest.delete(company);
    }
  };
}
