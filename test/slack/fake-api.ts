import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ApiCall {
  method: string
  args: Record<string, string>
  authorization: string | undefined
}

export interface FakeApi {
  url: string
  calls: ApiCall[]
  close: () => Promise<void>
}

export type Answer = Record<string, unknown> | ((request: IncomingMessage, response: ServerResponse) => void)

/** The other end of the Web API, for answers that no well-behaved Slack gives. One answer a method. */
export async function serveApi(answers: Record<string, Answer | undefined>): Promise<FakeApi> {
  const calls: ApiCall[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const method = request.url?.split('/').at(-1) ?? ''
      const { authorization } = request.headers
      calls.push({ method, args: Object.fromEntries(new URLSearchParams(body)), authorization })
      const answer = answers[method] ?? { ok: false, error: 'unknown_method' }
      if (typeof answer === 'function') return answer(request, response)
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/api/`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
