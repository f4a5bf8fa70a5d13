import type { z } from 'zod'

/** What a handler may ask of the queue when the work must wait. */
export type JobOutcome = { runAgainAt: number } | undefined

/**
 * A kind of background work. The queue carries row ids only and may run a job twice, even at once: handlers claim
 * their row by lease and find nothing to do when it is done.
 */
export interface Job<T> {
  name: string
  schema: z.ZodType<T>
  /** Returning {runAgainAt} (epoch ms) re-delivers later without counting as a failure. */
  handle(data: T): Promise<JobOutcome>
}

/** A row that a job should look at. */
export interface Ring {
  job: string
  id: string
  /**
   * Which ring for the row this is, when it has been rung in vain: a job that died with its process still looks as if it
   * ran, and would swallow another of the same name. Left out: the first.
   */
  again?: string
  /** Ahead of all that wait for a worker: a critical answer, or a person in front of the screen. */
  urgent?: boolean
}

/** The producing side: cheap, and allowed to fail. What is not rung is found by the sweep. */
export interface Bell {
  ring(rings: readonly Ring[]): Promise<void>
}
