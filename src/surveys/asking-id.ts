import { idOf } from '../ids.js'

/** The id of the notice that asks what a question's numbers mean. */
export function askingNoticeId({ sourceId, key }: { sourceId: string; key: string }): string {
  return idOf(sourceId, 'unbound', key)
}
