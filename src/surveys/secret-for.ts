import { randomBytes } from 'node:crypto'
import { AppError } from '../errors.js'
import { badInput } from '../input-problem.js'
import type { SurveySource } from './source.js'

/**
 * A secret of this tool: the one that it handed out, or one made here for a person to paste into it.
 * @throws AppError bad_input for one of the wrong shape, when only the tool can make it, or when it signs nothing
 */
export function secretFor(
  source: Pick<SurveySource, 'title' | 'secret' | 'secretComesLater'>,
  given: string | undefined,
): { secret: string; madeSecret: string | null } {
  if (source.secret === null) {
    throw new AppError({
      code: 'bad_input',
      message: 'source secret: this tool has none',
      tellUser: ({ setup }) => setup.signsNothing(source.title),
    })
  }
  if (given === undefined && source.secretComesLater === true) {
    throw new AppError({
      code: 'bad_input',
      message: 'source secret: not given',
      tellUser: ({ setup }) => setup.secretFromTool(source.title),
    })
  }
  const madeSecret = given === undefined ? newSecret() : null
  const secret = source.secret.safeParse(given ?? madeSecret)
  if (secret.success) return { secret: secret.data, madeSecret }
  throw badInput('source secret: bad input', secret.error.issues.slice(0, 1), () => '--secret')
}

/** In the form of Standard Webhooks, which any tool that takes a free text as its secret accepts too. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}
