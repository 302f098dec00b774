import type { Backlog } from '../db/backlog.ts';

/** What the worker did since it started, as Prometheus reads it. */
export class Meter {
  readonly #jobs = new Map<string, { done: number; failed: number; seconds: number }>();
  #places = 0;

  places(done: number): void {
    this.#places += done;
  }

  /** Runs a job and notes how long it took and how it ended. */
  async timed(job: string, work: () => Promise<void>): Promise<void> {
    const noted = this.#jobs.get(job) ?? { done: 0, failed: 0, seconds: 0 };
    this.#jobs.set(job, noted);
    const startedAt = performance.now();
    try {
      await work();
      noted.done += 1;
    } catch (error) {
      noted.failed += 1;
      throw error;
    } finally {
      noted.seconds += (performance.now() - startedAt) / 1000;
    }
  }

  text(backlog: Backlog, relayLookedSecondsAgo: number): string {
    const jobs = [...this.#jobs];
    return [
      ...metric('relay_looked_seconds_ago', 'gauge', 'Since the relay last looked for work', [
        ['', relayLookedSecondsAgo],
      ]),
      ...metric('waiting', 'gauge', 'Rows that wait for the worker', [
        ['{what="place"}', backlog.places.count],
        ['{what="order"}', backlog.orders.count],
        ['{what="letter"}', backlog.letters.count],
        ['{what="link"}', backlog.links.count],
      ]),
      ...metric('waiting_oldest_seconds', 'gauge', 'Age of the row that waits longest', [
        ['{what="place"}', backlog.places.oldestSeconds],
        ['{what="order"}', backlog.orders.oldestSeconds],
        ['{what="letter"}', backlog.letters.oldestSeconds],
        ['{what="link"}', backlog.links.oldestSeconds],
      ]),
      ...metric('parked', 'gauge', 'Rows that failed too often and were put aside', [
        ['{what="place"}', backlog.places.parked],
        ['{what="order"}', backlog.orders.parked],
        ['{what="letter"}', backlog.letters.parked],
        ['{what="link"}', backlog.links.parked],
      ]),
      ...metric(
        'letters',
        'gauge',
        'Letters by state',
        Object.entries(backlog.lettersByStatus).map(([status, count]) => [`{status="${status}"}`, count]),
      ),
      ...metric('places_computed_total', 'counter', 'Products in warehouses computed anew', [
        ['', this.#places],
      ]),
      ...metric('job_seconds', 'summary', 'Time spent in jobs', [
        ...jobs.map(([job, { seconds }]): Sample => [`_sum{job="${job}"}`, seconds]),
        ...jobs.map(([job, { done, failed }]): Sample => [`_count{job="${job}"}`, done + failed]),
      ]),
      ...metric(
        'job_failures_total',
        'counter',
        'Jobs that failed',
        jobs.map(([job, { failed }]) => [`{job="${job}"}`, failed]),
      ),
      '',
    ].join('\n');
  }
}

type Sample = [labels: string, value: number];

const metric = (
  name: string,
  type: 'gauge' | 'counter' | 'summary',
  help: string,
  samples: Sample[],
): string[] => [
  `# HELP stockflow_${name} ${help}`,
  `# TYPE stockflow_${name} ${type}`,
  ...samples.map(([labels, value]) => `stockflow_${name}${labels} ${value}`),
];
