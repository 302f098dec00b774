const PIECE_BYTES = 65_536;

/** A file in small pieces, whatever the browser reads at once: between two of them the page is drawn and hears clicks. */
export async function* bytesOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  let sinceBreath = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (let at = 0; at < value.length; at += PIECE_BYTES) {
        const piece = value.subarray(at, at + PIECE_BYTES);
        yield piece;
        sinceBreath += piece.length;
        if (sinceBreath < PIECE_BYTES) continue;
        await breath();
        sinceBreath = 0;
      }
    }
  } finally {
    await reader.cancel();
  }
}

const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
