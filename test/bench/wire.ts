import { connect, type Socket } from 'node:net'

/** One kept-alive connection, one request at a time. Lean, so that the sender is not what is measured. */
export interface Wire {
  send(request: Buffer): Promise<Reply>
  close(): void
}

export interface Reply {
  status: number
  body: string
}

/** Length of the first whole HTTP message in the text (one character a byte), or null while it is not all there. */
export function messageEnd(text: string): { head: number; end: number } | null {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return null
  const fields = text.slice(0, head)
  if (/\r\ntransfer-encoding: *chunked/i.test(fields)) {
    const last = text.indexOf('\r\n0\r\n\r\n', head)
    return last < 0 ? null : { head, end: last + 7 }
  }
  const length = /\r\ncontent-length: *(\d+)/i.exec(fields)
  const end = head + 4 + Number(length?.[1] ?? 0)
  return text.length < end ? null : { head, end }
}

export async function openWire(port: number): Promise<Wire> {
  const socket = await connected(port)
  socket.setNoDelay(true)
  let seen = ''
  let waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void } | null = null
  const broken = (error: Error): void => {
    waiting?.reject(error)
    waiting = null
  }
  socket.on('error', broken).on('close', () => broken(new Error('the server closed the connection')))
  socket.on('data', (chunk: Buffer) => {
    seen += chunk.toString('latin1')
    const found = messageEnd(seen)
    if (!found || !waiting) return
    const reply = {
      status: Number(seen.slice(9, 12)),
      body: seen.slice(found.head + 4, found.end),
    }
    seen = seen.slice(found.end)
    const { resolve } = waiting
    waiting = null
    resolve(reply)
  })
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('the connection is closed'))
        waiting = { resolve, reject }
        socket.write(request)
      }),
    close: () => socket.destroy(),
  }
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('error', reject)
  })
}
