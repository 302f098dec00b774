import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { createVitest, type TestCase, type TestSuite, type Vitest } from 'vitest/node';
import { native, temporary } from '../run.ts';
import type { Change } from './change.ts';
import { dependentsOf } from './graph.ts';
import type { Ordered } from './order.ts';
import { Templates } from './template.ts';

/** The program with one change, or with none, under some tests. */
export type Trial = { change: Change | null; tests: Ordered['tests'] };

export type Red = { test: string; error: string; message: string };
export type Verdict =
  | { outcome: 'red'; red: Red[]; isNoSql: boolean }
  | { outcome: 'green'; passed: number }
  /** It did not end, or ended its process. */
  | { outcome: 'gone' }
  /** The database refuses to be changed like this. */
  | { outcome: 'impossible'; message: string };

const BATCH = 'test/control/batch.trial.ts';
const ENDS_AFTER_MS = 20_000;
/** Vitest gives a process a minute to start, in which a machine with other work may give it no time at all. */
const STARTS_MAX = 5;

/** Tries changes one after another, several in each process: to load what does not change is most of the work. */
export class Bench {
  readonly #vitest: Vitest;
  readonly #templates: Templates;
  readonly #seen: Seen;

  private constructor(vitest: Vitest, templates: Templates, seen: Seen) {
    this.#vitest = vitest;
    this.#templates = templates;
    this.#seen = seen;
  }

  static async open(): Promise<Bench> {
    const templates = new Templates();
    await templates.open();
    const seen = new Seen();
    const vitest = await createVitest({
      config: false,
      watch: false,
      include: [BATCH],
      experimental: native,
      env: temporary(),
      pool: 'forks',
      isolate: false,
      maxWorkers: 1,
      // By the clock a starved process fails whatever it tests: the guard counts what the process itself has used up.
      testTimeout: 0,
      hookTimeout: 0,
      teardownTimeout: 10_000,
      reporters: [seen],
      provide: { room: 'file', template: templates.usual },
    });
    await vitest.standalone();
    return new Bench(vitest, templates, seen);
  }

  triggers(): Promise<Map<string, string>> {
    return this.#templates.triggers();
  }

  /** In the order of the trials. */
  async judge(trials: Trial[]): Promise<Verdict[]> {
    const verdicts = new Map<number, Verdict>();
    const ordered = new Map<number, Ordered>();
    for (const [index, trial] of trials.entries()) {
      try {
        ordered.set(index, await this.#ordered(trial));
      } catch (error) {
        if (!(error instanceof Error) || trial.change === null || 'file' in trial.change) throw error;
        verdicts.set(index, { outcome: 'impossible', message: error.message });
      }
    }
    while (ordered.size > 0) {
      const indexes = [...ordered.keys()];
      for (const [place, verdict] of await this.#run([...ordered.values()])) {
        const index = indexes[place] ?? place;
        verdicts.set(index, verdict);
        ordered.delete(index);
      }
    }
    return trials.flatMap((_, index) => verdicts.get(index) ?? []);
  }

  async close(): Promise<void> {
    await this.#vitest.close();
    this.#templates.close();
  }

  async #ordered({ change, tests }: Trial): Promise<Ordered> {
    const files = tests.map(({ file }) => file);
    if (change === null) return { source: null, template: null, dependents: files, tests };
    if ('file' in change)
      return { source: change, template: null, dependents: [...files, ...dependentsOf(change.file)], tests };
    const template = await this.#templates.with(change);
    const dependents = [...files, ...dependentsOf('test/room/database.ts')];
    return { source: null, template, dependents, tests };
  }

  /** By their place: of all trials, or of the one alone that took its process with it. */
  async #run(trials: Ordered[], starts = STARTS_MAX): Promise<Map<number, Verdict>> {
    const project = this.#vitest.getRootProject();
    const { told } = this.#templates;
    writeFileSync(told, '');
    project.provide('order', { trials, toldTo: told, endsAfterMs: ENDS_AFTER_MS });
    this.#seen.forget();
    const batch = project.createSpecification(resolve(BATCH));
    const { unhandledErrors } = await this.#vitest.runTestSpecifications([batch]);
    const lines = readFileSync(told, 'utf8').trim().split('\n');
    const last = lines.findLast((line) => line !== 'no sql');
    if (!last && starts > 1) return this.#run(trials, starts - 1);
    if (!last) throw new Error(`No trial began: ${inspect(unhandledErrors)}`);
    if (last !== 'all') return new Map([[Number(last), { outcome: 'gone' }]]);
    const verdicts = new Map<number, Verdict>();
    for (const [index] of trials.entries()) {
      const isNoSql = lines[lines.indexOf(String(index)) + 1] === 'no sql';
      verdicts.set(index, this.#seen.verdictOf(index, isNoSql));
    }
    return verdicts;
  }
}

/** What the process that tries has told so far. */
class Seen {
  readonly #red = new Map<number, Red[]>();
  readonly #passed = new Map<number, number>();

  forget(): void {
    this.#red.clear();
    this.#passed.clear();
  }

  verdictOf(trial: number, isNoSql: boolean): Verdict {
    const red = this.#red.get(trial);
    const empty = red?.find(({ message }) => message.startsWith('No test found'));
    if (empty) throw new Error(`There is no test in ${empty.test}`);
    if (red) return { outcome: 'red', red, isNoSql };
    const passed = this.#passed.get(trial);
    if (passed === undefined) throw new Error(`Trial ${trial} ran no test`);
    return { outcome: 'green', passed };
  }

  onTestCaseResult(testCase: TestCase): void {
    const { state, errors = [] } = testCase.result();
    const trial = trialOf(testCase.fullName);
    if (state === 'passed') this.#passed.set(trial, (this.#passed.get(trial) ?? 0) + 1);
    if (state === 'failed') this.#note(trial, testCase.fullName, errors);
  }

  onTestSuiteResult(suite: TestSuite): void {
    const errors = suite.errors();
    if (errors.length > 0) this.#note(trialOf(suite.fullName), suite.fullName, errors);
  }

  #note(trial: number, test: string, errors: readonly { name?: string; message: string }[]): void {
    const red = errors.map(({ name = '', message }) => ({ test: withoutTrial(test), error: name, message }));
    this.#red.set(trial, [...(this.#red.get(trial) ?? []), ...red]);
  }
}

const trialOf = (fullName: string): number => Number.parseInt(fullName, 10);
const withoutTrial = (fullName: string): string => fullName.replace(/^\d+ > /, '');
