/** What is written on: a screen, a file, or a pipe that may close. */
type Stream = {
  isTTY?: boolean;
  write: (text: string) => unknown;
  on: (event: 'error', listener: () => void) => unknown;
};

export type Terminal = {
  say: (text: string) => void;
  complain: (line: string) => void;
  /** A passing line for whoever watches; nothing where nobody does. */
  progress: (text: string) => void;
};

export function openTerminal(out: Stream, errors: Stream): Terminal {
  let isPassing = false;
  const clear = () => {
    if (isPassing) errors.write(CLEAR_LINE);
    isPassing = false;
  };
  // Whoever reads the answer through a pipe may have read enough.
  out.on('error', () => process.exit(1));
  return {
    say(text) {
      clear();
      out.write(`${text}\n`);
    },
    complain(line) {
      clear();
      errors.write(`stockflow: ${line.replaceAll(/\s*\n\s*/g, ' ')}\n`);
    },
    progress(text) {
      if (!errors.isTTY) return;
      errors.write(`${CLEAR_LINE}${text}`);
      isPassing = true;
    },
  };
}

const CLEAR_LINE = '\r\u001b[2K';
