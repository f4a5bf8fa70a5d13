import type { SurveySource } from './source.js'
import type { SourceSettings } from './source-settings.js'

/** Where a source's API is; null: its tool has none, or nobody said where it is. */
export function apiBaseOf(
  { api }: Pick<SurveySource, 'api'>,
  { apiBase }: Pick<SourceSettings, 'apiBase'>,
): string | null {
  return api ? (apiBase ?? api.base) : null
}

/** What a source's sealed API token is bound to: in another row it does not open. */
export function apiTokenContext(sourceId: string): string {
  return `source:${sourceId}:api-token`
}
