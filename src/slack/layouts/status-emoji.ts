import type { ViewStatus } from '../../chat/views.js'

/** Beside the word for it, never instead. */
export const statusEmoji: Readonly<Record<ViewStatus, string>> = {
  new: '🔴',
  claimed: '🟠',
  working: '🟡',
  waiting: '⏳',
  snoozed: '💤',
  closed: '✅',
}
