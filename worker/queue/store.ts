import type { BackendFactory, IQueueBackend, Job, Queue, Worker } from 'bullmq';

/** Where jobs are kept. Both kinds may be emptied at any time. */
export type Store = {
  /** Several processes may work at it, and it knows which do. */
  isShared: boolean;
  forQueue: BackendFactory;
  forWorker: BackendFactory;
  /** Does what needs the store, or says in good time that it cannot be reached. */
  reach<Answer>(task: () => Promise<Answer>): Promise<Answer>;
  /** Frees what a clock that was set back would hold for as long as it was ahead. */
  heal(running: readonly string[]): Promise<void>;
  /** An error that says no more than that the store is away, which has been said. */
  isAbsence(error: Error): boolean;
  close(): Promise<void>;
};

export type BullQueue = Queue<unknown, void, string, unknown, void, string, IQueueBackend>;
export type BullWorker = Worker<unknown, void, string, IQueueBackend>;
export type BullJob = Job<unknown, void, string>;

export class QueueUnreachable extends Error {
  readonly code = 'QUEUE_UNREACHABLE';
  override readonly name = 'QueueUnreachable';
}
