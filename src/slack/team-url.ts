import type { webApi } from '@slack/bolt'

/** The team's address in the browser, with a slash at the end; null: Slack did not say. */
export type TeamUrl = () => Promise<string | null>

/** Asks Slack once; a question that failed is asked again. */
export function teamUrlOf(client: webApi.WebClient): TeamUrl {
  let known: string | null = null
  return async () => (known ??= (await client.auth.test()).url ?? null)
}
