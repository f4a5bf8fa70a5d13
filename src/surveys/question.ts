import { z } from 'zod'

export const Metric = z.enum(['nps', 'csat', 'ces'])
export type Metric = z.infer<typeof Metric>

/** Which end of the scale is good. Never guessed: "made it easy" and "how much effort" both run 1-7. */
export const Direction = z.enum(['high_is_good', 'low_is_good'])
export type Direction = z.infer<typeof Direction>

export const Programme = z.enum(['relational', 'transactional'])
export type Programme = z.infer<typeof Programme>

/** An inclusive range of scores. */
export interface Band {
  from: number
  to: number
}

/** What a number means: the scale it is on, which way is good, and which answers count as good and as bad. */
export interface Scale {
  metric: Metric
  min: number
  max: number
  direction: Direction
  good: Band
  bad: Band
}

/** The binding of one question of one source. */
export interface Question extends Scale {
  id: string
  workspaceId: string
  sourceId: string
  key: string
  title: string | null
  survey: string | null
  touchpoint: string | null
  programme: Programme
  boundBy: string
}
