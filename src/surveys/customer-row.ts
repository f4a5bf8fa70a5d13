import { idOf } from '../ids.js'
import type { Answer, AnswerCustomer } from './answer.js'
import type { CustomerRow } from './intake-write.js'

/** Null: nobody is named. @param receivedAt epoch ms */
export function customerRow(
  source: { workspaceId: string },
  answer: Answer,
  receivedAt: number,
): CustomerRow | null {
  const { externalId, email, name } = answer.customer
  const key = customerKey(answer.customer)
  if (key === null) return null
  return {
    id: idOf(source.workspaceId, 'customer', key),
    workspaceId: source.workspaceId,
    key,
    externalId: externalId ?? null,
    email: email ?? null,
    name: name ?? null,
    updatedAt: new Date(Math.min(answer.answeredAt, receivedAt)).toISOString(),
  }
}

/** External id, else lower-cased e-mail, else nobody. */
export function customerKey({ externalId, email }: AnswerCustomer): string | null {
  if (externalId) return `id:${externalId}`
  return email ? `mail:${email.toLowerCase()}` : null
}
