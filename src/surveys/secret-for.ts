import { randomBytes } from 'node:crypto'
import { AppError } from '../errors.js'
import type { SurveySource } from './source.js'

/**
 * A secret of this tool: the one that it handed out, or one made here for a person to paste into it.
 * @throws AppError bad_input for one of the wrong shape, or when only the tool can make it
 */
export function secretFor(
  source: Pick<SurveySource, 'title' | 'secret' | 'secretComesLater'>,
  given: string | undefined,
): { secret: string; madeSecret: string | null } {
  if (given === undefined && source.secretComesLater === true) {
    const tellUser = `--secret: ${source.title} makes the secret itself. Copy it from there.`
    throw new AppError({ code: 'bad_input', message: 'source secret: not given', tellUser })
  }
  const madeSecret = given === undefined ? newSecret() : null
  const secret = source.secret.safeParse(given ?? madeSecret)
  if (secret.success) return { secret: secret.data, madeSecret }
  const tellUser = `--secret: ${secret.error.issues[0]?.message ?? 'is not a secret of this tool'}`
  throw new AppError({ code: 'bad_input', message: 'source secret: bad input', tellUser })
}

/** In the form of Standard Webhooks, which any tool that takes a free text as its secret accepts too. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}
