import type { CardAnswer } from '../chat/views.js'
import type { Question, Response } from '../database/prisma/client.js'
import { Direction, Metric, type Scale } from '../surveys/question.js'
import { bandOf } from '../surveys/scale.js'

/** The scale that a stored question declares. */
export function scaleOf(question: Question): Scale {
  return {
    metric: Metric.parse(question.metric),
    min: question.min,
    max: question.max,
    direction: Direction.parse(question.direction),
    good: { from: question.goodFrom, to: question.goodTo },
    bad: { from: question.badFrom, to: question.badTo },
  }
}

/** A stored answer as a card shows it. */
export function cardAnswer(response: Response, question: Question): CardAnswer {
  const scale = scaleOf(question)
  return {
    metric: scale.metric,
    score: response.score,
    min: scale.min,
    max: scale.max,
    direction: scale.direction,
    band: bandOf(scale, response.score),
    comment: response.comment,
    questionTitle: response.questionTitle ?? question.title,
    survey: response.survey ?? question.survey,
    answeredAt: response.answeredAt.getTime(),
    permalink: response.permalink,
  }
}
