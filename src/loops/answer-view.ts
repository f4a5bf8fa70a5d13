import type { CardAnswer, NoScore, ShownScore, WithdrawnFacts } from '../chat/views.js'
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

/** A stored answer as a card shows it. Without a question its number, if it has one, means nothing and is not shown. */
export function cardAnswer(
  response: Response,
  question: Question | null,
  withdrawn: WithdrawnFacts | null = null,
): CardAnswer {
  return {
    ...shownScore(response, question),
    comment: response.comment,
    questionTitle: response.questionTitle ?? question?.title ?? null,
    survey: response.survey ?? question?.survey ?? null,
    answeredAt: response.answeredAt.getTime(),
    permalink: response.permalink,
    ...(response.state === 'withdrawn' && {
      withdrawn: withdrawn ?? { where: null, by: null, reason: null },
    }),
  }
}

function shownScore({ score }: Response, question: Question | null): ShownScore | NoScore {
  if (score === null || question === null) {
    return { metric: null, score: null, min: null, max: null, direction: null, band: null }
  }
  const scale = scaleOf(question)
  const { metric, min, max, direction } = scale
  return { metric, score, min, max, direction, band: bandOf(scale, score) }
}
