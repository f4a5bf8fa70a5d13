import type { Question as QuestionRow } from '../database/prisma/client.js'
import { Direction, Metric, Programme, type Question } from './question.js'

/** A stored question in our words. */
export function toQuestion(row: QuestionRow): Question {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    sourceId: row.sourceId,
    key: row.key,
    title: row.title,
    metric: Metric.parse(row.metric),
    direction: Direction.parse(row.direction),
    min: row.min,
    max: row.max,
    good: { from: row.goodFrom, to: row.goodTo },
    bad: { from: row.badFrom, to: row.badTo },
    survey: row.survey,
    touchpoint: row.touchpoint,
    programme: Programme.parse(row.programme),
    boundBy: row.boundBy,
  }
}
