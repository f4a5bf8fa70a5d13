import { AppError, type Sentence } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { noSuchUrl, tryAgain } from '../surveys/webhook-words.js'
import type { TrialAnswer, WayProblem } from './post-trial.js'

type Problems = Messages['cli']['sourceTest']['problem']

/** A test that did not get its verdict: what to do next. @param where the address, without the token */
export function trialProblem(answer: TrialAnswer | WayProblem, sourceId: string, where: string): AppError {
  const say = typeof answer === 'string' ? wayProblem(answer, where) : statusProblem(answer, sourceId, where)
  const tellUser: Sentence = ({ cli }) => say(cli.sourceTest.problem)
  return new AppError({ code: 'unavailable', message: 'source test: no verdict', tellUser })
}

type Say = (problem: Problems) => string

function wayProblem(problem: WayProblem, where: string): Say {
  return (text) => text.way[problem](where)
}

/** What proxies and other servers answer. */
const ofOthers: readonly (readonly [(status: number) => boolean, 'redirected' | 'guarded' | 'proxyAlone'])[] =
  [
    [(status) => status >= 300 && status < 400, 'redirected'],
    [(status) => status === 401 || status === 403, 'guarded'],
    [(status) => status >= 502 && status <= 504, 'proxyAlone'],
  ]

function statusProblem({ status, json }: TrialAnswer, sourceId: string, where: string): Say {
  const reason = json?.error ?? ''
  if (json?.trial === sourceId) {
    return status === 401 ? (text) => text.notAuthentic(reason) : (text) => text.notTaken(status, reason)
  }
  if (status === 404 && reason === noSuchUrl) return (text) => text.anotherHeard(where)
  if (status === 503 && reason === tryAgain) return (text) => text.busy(where)
  if (status === 413) return (text) => text.tooLarge(where)
  const known = ofOthers.find(([statuses]) => statuses(status))?.[1]
  if (known !== undefined) return (text) => text[known](where, status)
  return (text) => text.notHeard(where, status)
}
