import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The parts of a payload that tests use further. */
interface Payload {
  trigger_id: string
  response_url: string
}

export interface AppAnswer {
  status?: number
  type?: string
  body?: string
  headers?: Record<string, string>
}

/** A bare app that gives each request the same answer; without one it never answers. */
export async function openBareApp(answer?: AppAnswer) {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = []
  let heard: () => void = () => undefined
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      requests.push({ headers: request.headers, body })
      heard()
      if (!answer) return
      response.writeHead(answer.status ?? 200, {
        'content-type': answer.type ?? 'application/json',
        ...answer.headers,
      })
      response.end(answer.body ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    payload: (index = 0): Payload =>
      JSON.parse(new URLSearchParams(requests[index]?.body).get('payload') ?? 'null') as Payload,
    heard: new Promise<void>((resolve) => (heard = resolve)),
    close: async (): Promise<void> => {
      server.closeAllConnections()
      server.close()
    },
  }
}
