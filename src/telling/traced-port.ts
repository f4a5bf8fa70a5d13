import type { ChatPort } from '../chat/port.js'
import type { Log } from '../logging/log.js'

/** The same port, with a line in the log for everything that it said, each with the ids that it was said for. */
export function tracedPort(
  port: ChatPort,
  log: Pick<Log, 'info' | 'debug'>,
  ids: Readonly<Record<string, unknown>>,
): ChatPort {
  return {
    platform: port.platform,
    async postCard(channel, card, marker) {
      const posted = await port.postCard(channel, card, marker)
      log.info('a card was posted', { ...ids, ...posted })
      return posted
    },
    async editCard(message, card) {
      await port.editCard(message, card)
      log.debug('a card was edited', { ...ids, ...message })
    },
    async postLine(thread, line, marker) {
      const posted = await port.postLine(thread, line, marker)
      log.debug('a thread line was posted', { ...ids, kind: line.kind, ...posted })
      return posted
    },
    async postNotice(channel, notice, marker) {
      const posted = await port.postNotice(channel, notice, marker)
      log.info('a notice was posted', { ...ids, kind: notice.kind, ...posted })
      return posted
    },
    async editNotice(message, notice) {
      await port.editNotice(message, notice)
      log.debug('a notice was edited', { ...ids, kind: notice.kind, ...message })
    },
    async postSummary(channel, summary, marker) {
      const posted = await port.postSummary(channel, summary, marker)
      const loopIds = summary.lines.map((line) => line.loopId)
      log.info('a summary was posted', { ...ids, loopIds, ...posted })
      return posted
    },
    async editSummary(message, summary) {
      await port.editSummary(message, summary)
      log.debug('a summary was edited', { ...ids, ...message })
    },
    linkTo: (message) => port.linkTo(message),
    showHome: (reader, home) => port.showHome(reader, home),
    findOwn: (channel, marker, sinceMs, threadOf) => port.findOwn(channel, marker, sinceMs, threadOf),
  }
}
