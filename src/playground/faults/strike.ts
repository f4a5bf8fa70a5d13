import type { Timer } from '../app/ack.js'
import type { ApiAnswer } from '../methods/run.js'
import { Refusal } from '../store/refusal.js'
import type { Faults } from './faults.js'

/** What becomes of a call on the wire: an answer, a connection that breaks, or nothing at all. */
export type Fate = { answer: ApiAnswer } | 'break' | 'silence'

export interface Struck {
  faults: Faults
  timer: Timer
  place: { method: string; team: string | undefined; channel: string | undefined }
  /** Does what was asked. */
  perform: () => ApiAnswer
  /** Answers this refusal, and records it as one. */
  refuse: (refusal: Refusal) => ApiAnswer
}

/** Does the call, or not, as the faults want that it meets. */
export async function strike({ faults, timer, place, perform, refuse }: Struck): Promise<Fate> {
  const met = faults.onCall(place)
  const of = (kind: string) => met.find(({ fault }) => fault.kind === kind)
  for (const { fault } of met) {
    if (fault.kind === 'slow') await new Promise<void>((resolve) => timer(fault.ms, resolve))
  }
  for (const { fault } of met) {
    if (fault.kind === 'rate_limited') {
      return { answer: refuse(new Refusal('fault.rate-limited', {}, [], fault.retry_after * 1000)) }
    }
  }
  if (of('server_error')) return { answer: { ...refuse(new Refusal('fault.server-error')), status: 500 } }
  if (of('time_out')) return 'silence'
  const answer = perform()
  await of('hold_reply')?.hold()
  return of('reply_lost') ? 'break' : { answer }
}
