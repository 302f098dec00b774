import type { ImportFile, RowFault } from './read.ts';

export type Outcome = 'created' | 'updated' | 'unchanged' | 'refused';
/** What became of a row, or would become of it. */
export type RowResult = { row: number; name: string; outcome: Outcome; faults: RowFault[] };

/** What the server says of the lines of one call. */
export type Answer = {
  results: {
    line: number;
    outcome: Outcome;
    error: string | null;
    details: { field: string; message: string }[];
  }[];
};

export type State = 'running' | 'paused' | 'away' | 'failed' | 'stopped' | 'done';
export type Progress = {
  state: State;
  /** Of the file, from 0 to 1. */
  part: number;
  counts: Record<Outcome, number>;
  /** What stopped it; going on tries the same rows again. */
  error: unknown;
};

export type Sending<Line> = {
  send: (lines: Line[]) => Promise<Answer>;
  nameOf: (line: Line) => string;
  /** What people call a field that the server speaks of. */
  columnOf: (field: string) => string;
  /** Whether the same call may succeed in a moment. */
  canHeal: (error: unknown) => boolean;
};

const AGAIN_MS = 4_000;

/**
 * Sends a file part by part, one after the other: the server judges each by what those before it left. A part that did
 * not get through is sent again, which is harmless: lines find what they are about by name, or have a key.
 */
export function startRun<Line>(file: ImportFile<Line>, bytes: number, sending: Sending<Line>) {
  const results: RowResult[] = [];
  const counts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  const gate = openGate();
  const watchers = new Set<() => void>();
  let progress: Progress = { state: 'running', part: 0, counts, error: null };
  const tell = (news: Partial<Progress>) => {
    progress = { ...progress, counts: { ...counts }, ...news };
    for (const told of watchers) told();
  };
  const note = (result: RowResult) => {
    counts[result.outcome] += 1;
    results.push(result);
  };

  const isStopped = () => progress.state === 'stopped';

  async function delivered(lines: Line[]): Promise<Answer | undefined> {
    for (;;) {
      await gate.passed();
      if (isStopped()) return undefined;
      try {
        return await sending.send(lines);
      } catch (error) {
        const heals = sending.canHeal(error);
        if (isStopped()) return undefined;
        if (!gate.isShut()) {
          gate.shut();
          tell({ state: heals ? 'away' : 'failed', error });
          if (heals) setTimeout(() => progress.state === 'away' && goOn(), AGAIN_MS);
        }
      }
    }
  }

  async function run(): Promise<void> {
    for await (const { lines, faults, bytesRead } of file.chunks()) {
      const answer = lines.length === 0 ? { results: [] } : await delivered(lines.map(({ line }) => line));
      if (!answer || isStopped()) return;
      const judged = judge(lines, answer, faults, sending);
      for (const result of judged) note(result);
      tell({ part: bytesRead / bytes });
    }
    tell({ state: 'done', part: 1 });
  }

  function goOn(): void {
    tell({ state: 'running', error: null });
    gate.open();
  }

  const ended = run().catch((error: unknown) => tell({ state: 'stopped', error }));
  return {
    ended,
    /** In the order of the file; grows while it runs. */
    results,
    progress: () => progress,
    watch: (told: () => void) => {
      watchers.add(told);
      return () => void watchers.delete(told);
    },
    pause: () => {
      gate.shut();
      tell({ state: 'paused' });
    },
    goOn,
    stop: () => {
      tell({ state: 'stopped' });
      gate.open();
    },
  };
}

export type Run = ReturnType<typeof startRun>;

function judge<Line>(
  lines: { row: number; line: Line }[],
  { results }: Answer,
  faults: RowFault[],
  { nameOf, columnOf }: Sending<Line>,
): RowResult[] {
  const unread = Map.groupBy(faults, ({ row }) => row);
  const refused = [...unread].map(
    ([row, faults]): RowResult => ({
      row,
      name: '',
      outcome: 'refused',
      faults,
    }),
  );
  const judged = results.flatMap(({ line, outcome, error, details }): RowResult[] => {
    const sent = lines[line];
    if (!sent) return [];
    const { row } = sent;
    const said =
      details.length > 0
        ? details.map(({ field, message }) => ({ row, column: columnOf(field), message }))
        : error === null
          ? []
          : [{ row, column: '', message: error }];
    return [{ row, name: nameOf(sent.line), outcome, faults: said }];
  });
  return [...judged, ...refused].toSorted((one, other) => one.row - other.row);
}

/** Where a run waits while it is paused. */
function openGate() {
  let waiting: (() => void)[] = [];
  let isShut = false;
  return {
    isShut: () => isShut,
    shut: () => {
      isShut = true;
    },
    open: () => {
      isShut = false;
      for (const pass of waiting) pass();
      waiting = [];
    },
    passed: () => (isShut ? new Promise<void>((resolve) => void waiting.push(resolve)) : Promise.resolve()),
  };
}
