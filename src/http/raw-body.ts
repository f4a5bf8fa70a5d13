import type { IncomingMessage } from 'node:http'

export type RawBody = { kind: 'whole'; bytes: Buffer } | { kind: 'too_large' } | { kind: 'aborted' }

/**
 * The exact bytes of a request, up to a limit. What declares itself larger is not read at all; what turns out larger is
 * not read further. The caller answers 413 and closes the connection.
 */
export function readRawBody(req: IncomingMessage, maxBytes: number): Promise<RawBody> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve({ kind: 'too_large' })
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const settle = (body: RawBody): void => {
      req.off('data', take).off('end', finish).off('error', abort).off('close', abort)
      // A socket that breaks later must still find somebody who listens.
      req.on('error', () => undefined)
      resolve(body)
    }
    const take = (chunk: Buffer): void => {
      size += chunk.length
      if (size <= maxBytes) return void chunks.push(chunk)
      req.pause()
      settle({ kind: 'too_large' })
    }
    const finish = (): void => {
      const [first, ...more] = chunks
      const bytes = first && more.length === 0 ? first : Buffer.concat(chunks, size)
      settle({ kind: 'whole', bytes })
    }
    const abort = (): void => settle({ kind: 'aborted' })
    req.on('data', take).on('end', finish).on('error', abort).on('close', abort)
  })
}
