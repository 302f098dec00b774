import { readFileSync } from 'node:fs';
import { textsIn } from './literal.ts';
import type { Mutant } from './mutant.ts';

/** What may be wrong in an SQL text, by the way it is written. `${…}` are the slots and columns of drizzle. */
type Rule = { kind: string; found: RegExp; to: string[] | ((found: RegExpExecArray) => string[]) };

const operand = String.raw`(?:\$\{(?:[^{}]|\{[^{}]*\})*\}|[\w.]+|'[^']*'|\?\d?)`;
const compared = String.raw`(?:<>|<=|>=|=|<|>|\bis not\b|\bis\b)`;

/** A row of another company is as good as one's own: the comparison stays, and says nothing. */
const companyFilter: Rule = {
  kind: 'company filter',
  found: /(\$\{[\w.]*companyId\}|(?:\w+\.)?company_id) = (\$\{slot\('company'\)\}|\?)/gi,
  to: ([all = '', column = '']) => [all.replace(`${column} = `, `${column} > 0 * `)],
};

const rules: Rule[] = [
  {
    kind: 'predicate removed',
    found: new RegExp(
      String.raw`\b(and|where|when|on) (${operand} ${compared} ${operand})(?! *[-+*(>|]|[\w.])`,
      'gi',
    ),
    to: ([, word = '', predicate = '']) =>
      predicate.includes("slot('company')") ? [] : [`${word} ifnull(${predicate}, 1) + 1`],
  },
  { kind: 'comparison', found: /(?<![-=<>|])<>(?!=)/g, to: ['='] },
  { kind: 'comparison', found: /(?<![-<>|])<=/g, to: ['<', '>'] },
  { kind: 'comparison', found: /(?<![-<>|])>=/g, to: ['>', '<'] },
  { kind: 'comparison', found: /(?<= )<(?= )/g, to: ['<=', '>='] },
  { kind: 'comparison', found: /(?<= )>(?= )/g, to: ['>=', '<='] },
  { kind: 'null', found: /\bis not null\b/gi, to: ['is null'] },
  { kind: 'null', found: /\bis null\b/gi, to: ['is not null'] },
  { kind: 'null', found: /\bis not(?= (?!null|true))/gi, to: ['is'] },
  { kind: 'logic', found: /\band\b/gi, to: ['or'] },
  { kind: 'logic', found: /\bor\b(?! (?:ignore|replace))/gi, to: ['and'] },
  { kind: 'existence', found: /\bnot exists\b/gi, to: ['exists'] },
  { kind: 'existence', found: /(?<!not )\bexists\b/gi, to: ['not exists'] },
  { kind: 'membership', found: /\bnot in\b/gi, to: ['in'] },
  { kind: 'membership', found: /(?<!not )\bin(?= [($])/gi, to: ['not in'] },
  { kind: 'arithmetic', found: /(?<=[\w)}?]) \+ (?=[\w($?])/g, to: [' - '] },
  { kind: 'arithmetic', found: /(?<=[\w)}?]) - (?=[\w($?])/g, to: [' + '] },
  { kind: 'arithmetic', found: /(?<=[\w)}]) \* (?=[\w($])/g, to: [' + '] },
  { kind: 'sign', found: /(?<=[(, ])-(?=[a-z$])/gi, to: [''] },
  { kind: 'extreme', found: /\bmin\(/gi, to: ['max('] },
  { kind: 'extreme', found: /\bmax\(/gi, to: ['min('] },
  { kind: 'order', found: / desc\b/gi, to: [''] },
  { kind: 'refusal removed', found: /RAISE\(ABORT, '\w+'\)/g, to: ['1'] },
  { kind: 'step removed', found: /(?<=\n {2})(?:INSERT|UPDATE|DELETE)\b[^;]*;/g, to: ['SELECT 1;'] },
];

/** A company filter of a statement; in triggers the row itself brings its company. */
export const filterMutants = (file: string): Mutant[] => mutantsOfFile(file, [companyFilter]);

export const sqlMutants = (file: string): Mutant[] => mutantsOfFile(file, rules);

export const triggerMutants = (trigger: string, text: string): Mutant[] =>
  matches(text, rules).map(({ at, from, to, kind }) => ({
    change: { trigger, from, to, at },
    where: trigger,
    kind: `SQL ${kind}`,
  }));

function mutantsOfFile(file: string, asked: Rule[]): Mutant[] {
  const content = readFileSync(file, 'utf8');
  return textsIn(content).flatMap(({ start, text }) =>
    matches(text, asked).map(({ at, from, to, kind }) => ({
      change: { file, from, to, at: start + at },
      where: `${file}:${content.slice(0, start + at).split('\n').length}`,
      kind: `SQL ${kind}`,
    })),
  );
}

function matches(text: string, asked: Rule[]): { at: number; from: string; to: string; kind: string }[] {
  // What stands in quotes, in a comment or between the braces of a slot is not SQL.
  const apart = [...text.matchAll(/'[^']*'|--.*|\$\{(?:[^{}`]|\{[^{}]*\})*\}/g)].map(({ index, 0: all }) => [
    index,
    index + all.length,
  ]);
  const isApart = (at: number) => apart.some(([from = 0, until = 0]) => at >= from && at < until);
  return asked.flatMap(({ kind, found, to }) =>
    [...text.matchAll(found)]
      .filter(({ index }) => kind === 'company filter' || !isApart(index))
      .flatMap((match) =>
        (typeof to === 'function' ? to(match) : to).map((changed) => ({
          at: match.index,
          from: match[0],
          to: changed,
          kind,
        })),
      ),
  );
}
