import { readFileSync, readdirSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Beside the built stand-in; and where the build puts them, for a stand-in that runs from its sources. */
const places = ['../page/', '../../../dist/playground/page/'].map((place) =>
  fileURLToPath(new URL(place, import.meta.url)),
)
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
}

type Files = Map<string, { type: string; body: Buffer }>

function load(): Files {
  const folder = places.find((place) => names(place).includes('main.js'))
  if (folder === undefined) return new Map()
  const served = names(folder).filter((name) => types[path.extname(name)] !== undefined)
  return new Map(
    served.map((name) => [
      name === 'index.html' ? '/' : `/page/${name}`,
      { type: types[path.extname(name)] ?? '', body: readFileSync(path.join(folder, name)) },
    ]),
  )
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Serves a file of the page. False: there is none of this name. */
export type ServePage = (pathname: string, response: ServerResponse) => boolean

export function openPage(): ServePage {
  const files = load()
  return (pathname, response) => serve(files, pathname, response)
}

function serve(files: Files, pathname: string, response: ServerResponse): boolean {
  const file = files.get(pathname)
  if (file) {
    response.writeHead(200, { 'content-type': file.type, ...headers })
    response.end(file.body)
    return true
  }
  if (pathname !== '/') return false
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' })
  response.end('The page is not built yet: npm run build\n')
  return true
}
