import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A survey tool's API: answers what it was given, to those who show the token, and notes what it was asked. */
export interface ToolApi {
  base: string
  asked: string[]
  /** What the next calls are answered instead. */
  faults: { status: number; headers?: Record<string, string> }[]
  documents: Map<string, unknown>
  close(): Promise<void>
}

/** @param shown the header that must stand there, and its value */
export async function openToolApi(shown: { header: string; value: string }): Promise<ToolApi> {
  const asked: string[] = []
  const faults: ToolApi['faults'] = []
  const documents = new Map<string, unknown>()
  const server = createServer((req, res) => {
    asked.push(`${req.method ?? ''} ${req.url ?? ''}`)
    const fault = faults.shift()
    const authentic = req.headers[shown.header] === shown.value
    const document = documents.get(req.url ?? '')
    const status = fault?.status ?? (!authentic ? 401 : req.method !== 'GET' ? 405 : document ? 200 : 404)
    res.writeHead(status, { 'content-type': 'application/json', ...fault?.headers })
    res.end(JSON.stringify(status === 200 ? document : { error: status }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    base: `http://127.0.0.1:${port}`,
    asked,
    faults,
    documents,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
