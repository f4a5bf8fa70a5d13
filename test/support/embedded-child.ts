import { startEmbedded } from '../../src/database/embedded.js'
import { AppError } from '../../src/errors.js'
import { messagesFor } from '../../src/messages/messages.js'

const [, , folder = '', guest] = process.argv
const silent = { info: (): void => undefined, warn: (): void => undefined }

try {
  const server = await startEmbedded(folder, guest === 'bot' ? 'bot' : 'visitor', { log: silent })
  process.on('message', () => void server.close().then(() => process.exit(0)))
  process.send?.({ url: server.url, how: server.how })
} catch (error) {
  process.send?.(
    error instanceof AppError
      ? { code: error.code, tellUser: error.tell(messagesFor('en')) }
      : { code: String(error) },
  )
  process.on('message', () => process.exit(0))
}
