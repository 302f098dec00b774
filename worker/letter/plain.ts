/** The text version: 72 columns, as wide as mail was always written. */
export const columns = 72;

export const rule = '-'.repeat(columns);

/** What a name may be in one line: no control characters, single spaces, whole characters. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim();
}

/** Someone's own lines, as they broke them. */
export function ownLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => oneLine(line));
  return lines.join('\n').trim().split('\n');
}

export function wrapped(text: string, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text)
    .split(' ')
    .flatMap((word) => pieces(word, columns - indent.length))) {
    const longer = line ? `${line} ${word}` : word;
    if (line && widthOf(indent + longer) > columns) {
      lines.push(indent + line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, indent + line] : lines;
}

/** Left and right on one line; the right one on a line of its own when both do not fit. */
export function between(left: string, right: string, indent = ''): string[] {
  const room = columns - widthOf(right) - 2;
  const lines = wrapped(left, indent);
  const last = lines.pop() ?? indent;
  if (widthOf(last) > room) return [...lines, last, right.padStart(columns)];
  return [...lines, last + ' '.repeat(columns - widthOf(last) - widthOf(right)) + right];
}

/** A label and its lines beside it. */
export function labelled(label: string, values: readonly string[]): string[] {
  const indent = ' '.repeat(labelColumns);
  const [first = indent, ...rest] = values.flatMap((value) => wrapped(value, indent));
  return [label.padEnd(labelColumns) + first.slice(labelColumns), ...rest];
}

const labelColumns = 14;

export function underlined(heading: string): string[] {
  const lines = wrapped(heading);
  return [...lines, '-'.repeat(Math.max(...lines.map(widthOf)))];
}

export function joined(blocks: readonly (readonly string[])[]): string {
  const full = blocks.filter((block) => block.length > 0);
  return `${full.map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** Made when a letter first needs it, which most text does not: it takes longer than all the rest of this folder. */
let segmenter: Intl.Segmenter | undefined;

function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** Two columns for what terminals and mail clients draw wide: emoji, Chinese, Japanese, Korean. */
const wide =
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;

export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemesOf(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** A word that no line can hold is cut; an address of the web is not, or nobody could follow it. */
function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width || /^https?:\/\//.test(word)) return [word];
  const cut: string[] = [];
  let piece = '';
  for (const { segment } of graphemesOf(word)) {
    if (widthOf(piece + segment) > width) {
      cut.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...cut, piece];
}
