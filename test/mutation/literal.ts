/** The SQL texts of a file: its templates after `sql`, and other strings that begin as a statement does. */
export function textsIn(content: string): { start: number; text: string }[] {
  const texts: { start: number; text: string }[] = [];
  for (let at = 0; at < content.length; at += 1) {
    const end = endOf(content, at);
    if (end === at) continue;
    const text = content.slice(at, end);
    const before = content.slice(Math.max(0, at - 60), at);
    const isSql =
      /\bsql(\.raw\()?(<[^`;]*>)?$/.test(before) ||
      /^[`'"]\s*(with|select|insert|update|delete)\s/.test(text);
    if (isSql && /\s/.test(text)) texts.push({ start: at, text });
    // Within its braces a template may hold others.
    if (text.startsWith('`') && text.includes('${')) {
      const inner = withinBraces(text);
      for (const { from, until } of inner)
        texts.push(
          ...textsIn(text.slice(from, until)).map(({ start, text: nested }) => ({
            start: at + from + start,
            text: nested,
          })),
        );
    }
    at = end - 1;
  }
  return texts;
}

/** Behind the string, template or comment that begins here; the same place if none does. */
function endOf(content: string, at: number): number {
  const two = content.slice(at, at + 2);
  if (two === '//') return behind(content.indexOf('\n', at), content, 1);
  if (two === '/*') return behind(content.indexOf('*/', at), content, 2);
  const quote = content[at];
  if (quote === "'" || quote === '"') {
    for (let next = at + 1; next < content.length; next += 1) {
      if (content[next] === '\\') next += 1;
      else if (content[next] === quote || content[next] === '\n') return next + 1;
    }
    return content.length;
  }
  return quote === '`' ? endOfTemplate(content, at) : at;
}

const behind = (found: number, content: string, length: number): number =>
  found < 0 ? content.length : found + length;

function endOfTemplate(content: string, at: number): number {
  for (let next = at + 1; next < content.length; next += 1) {
    if (content[next] === '\\') next += 1;
    else if (content[next] === '`') return next + 1;
    else if (content.startsWith('${', next)) next = endOfBraces(content, next + 2) - 1;
  }
  return content.length;
}

/** Behind the brace that closes what was opened just before. */
function endOfBraces(content: string, at: number): number {
  for (let depth = 1, next = at; next < content.length; next += 1) {
    const end = endOf(content, next);
    if (end > next) next = end - 1;
    else if (content[next] === '{') depth += 1;
    else if (content[next] === '}' && --depth === 0) return next + 1;
  }
  return content.length;
}

function withinBraces(template: string): { from: number; until: number }[] {
  const found: { from: number; until: number }[] = [];
  for (let at = 1; at < template.length; at += 1) {
    if (template[at] === '\\') at += 1;
    else if (template.startsWith('${', at)) {
      const end = endOfBraces(template, at + 2);
      found.push({ from: at + 2, until: end - 1 });
      at = end - 1;
    }
  }
  return found;
}
