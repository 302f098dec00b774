import type { InArgs, InStatement } from '@libsql/client';

export type Kind = 'read' | 'change' | 'schema' | 'alone';

/** What has to be known about a statement before it runs: whether it may change anything, and its parameters. */
export type Text = {
  sql: string;
  kind: Kind;
  kept: boolean;
  isPlan: boolean;
  parameters: readonly (string | undefined)[];
};

export type AnyStatement = InStatement | [string, InArgs?];

export function parts(given: AnyStatement, args?: InArgs): [string, InArgs | undefined] {
  if (typeof given === 'string') return [given, args];
  return Array.isArray(given) ? [given[0], given[1]] : [given.sql, given.args];
}

export function readText(sql: string): Text {
  const tokens = firstStatement(sql);
  const kind = kindOf(tokens);
  const [verb = ''] = tokens;
  return {
    sql,
    kind,
    kept: KEPT.test(verb),
    isPlan: /^EXPLAIN$/i.test(verb),
    parameters: parametersOf(tokens),
  };
}

const known = new Map<string, boolean>();
const KNOWN_MAX = 1000;

/** Whether a statement changes nothing; in doubt it does. */
export function isRead(sql: string): boolean {
  const kept = known.get(sql);
  if (kept !== undefined) return kept;
  if (known.size >= KNOWN_MAX) known.clear();
  const read = readText(sql).kind === 'read';
  known.set(sql, read);
  return read;
}

const QUOTED_OR_COMMENT = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]/;
const PARAMETER = /\?\d*|[:@$][\w$\u0080-\uffff]+/;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*/;
const TOKEN = new RegExp(`${QUOTED_OR_COMMENT.source}|${PARAMETER.source}|${WORD.source}|[^\\s]`, 'g');
const COMMENT = /^(?:--|\/\*)/;
const ONLY_PARAMETER = new RegExp(`^(?:${PARAMETER.source})$`);

// PRAGMA and EXPLAIN answer from the moment they were compiled, so a kept one would repeat an old answer.
const KEPT = /^(?:SELECT|VALUES|WITH|INSERT|UPDATE|DELETE|REPLACE)$/i;

function firstStatement(sql: string): string[] {
  const tokens: string[] = [];
  for (const [token] of sql.matchAll(TOKEN)) {
    // The addon, like SQLite itself, prepares the first statement of a text and ignores the rest.
    if (token === ';' && tokens.length > 0) break;
    if (token !== ';' && !COMMENT.test(token)) tokens.push(token);
  }
  return tokens;
}

const KINDS: Record<string, Kind> = {
  SELECT: 'read',
  VALUES: 'read',
  EXPLAIN: 'read',
  INSERT: 'change',
  UPDATE: 'change',
  DELETE: 'change',
  REPLACE: 'change',
  PRAGMA: 'alone',
  VACUUM: 'alone',
  ATTACH: 'alone',
  DETACH: 'alone',
  BEGIN: 'alone',
  COMMIT: 'alone',
  END: 'alone',
  ROLLBACK: 'alone',
  SAVEPOINT: 'alone',
  RELEASE: 'alone',
};

/** Doubt makes a write: a read taken for a write only waits, a write taken for a read would escape its transaction. */
function kindOf(tokens: string[]): Kind {
  const verb = tokens[0]?.toUpperCase() ?? '';
  if (verb === 'WITH') return kindAfterWith(tokens);
  if (verb === 'PRAGMA' && readsOnly(tokens)) return 'read';
  return KINDS[verb] ?? 'schema';
}

function kindAfterWith(tokens: string[]): Kind {
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (depth === 0 && KEPT.test(token) && token.toUpperCase() !== 'WITH') {
      return KINDS[token.toUpperCase()] ?? 'change';
    }
  }
  return 'change';
}

const PRAGMAS_THAT_DESCRIBE =
  /^(?:table_(?:x?info|list)|index_(?:x?info|list)|foreign_key_(?:list|check)|(?:integrity|quick)_check)$/i;
const PRAGMAS_THAT_TELL =
  /^(?:(?:user|schema|data)_version|application_id|journal_mode|synchronous|foreign_keys|busy_timeout|page_(?:count|size)|freelist_count|encoding|(?:database|collation|function|module|pragma)_list|compile_options)$/i;

function readsOnly(tokens: string[]): boolean {
  const rest = tokens[2] === '.' ? tokens.slice(3) : tokens.slice(1);
  const [name = '', next] = rest;
  if (PRAGMAS_THAT_DESCRIBE.test(name)) return next === undefined || next === '(';
  return next === undefined && PRAGMAS_THAT_TELL.test(name);
}

const PARAMETERS_MAX = 32_766;

/** The parameters in the order of their numbers, as SQLite gives them; those without a name are undefined. */
function parametersOf(tokens: string[]): (string | undefined)[] {
  const parameters: (string | undefined)[] = [];
  for (const token of tokens) {
    if (!ONLY_PARAMETER.test(token)) continue;
    if (token === '?') parameters.push(undefined);
    else if (token[0] === '?') numbered(parameters, Number(token.slice(1)));
    else if (!parameters.includes(token)) parameters.push(token);
  }
  return parameters;
}

function numbered(parameters: (string | undefined)[], number: number): void {
  while (parameters.length < Math.min(number, PARAMETERS_MAX)) parameters.push(undefined);
  parameters[number - 1] = `?${number}`;
}
