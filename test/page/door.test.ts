import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stand, type Stand } from '../playground/stand.js'

const folder = 'src/playground/page'

describe('the door of the page', () => {
  let t: Stand

  beforeAll(async () => {
    t = await stand()
  })
  afterAll(() => t.close())

  const status = (headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      request(`${t.slack.url}/people/teams`, { headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
        .on('error', reject)
        .end()
    })

  it('is open to the own page and to programs of this machine, and to no other site', async () => {
    const own = new URL(t.slack.url)
    expect(await status({})).toBe(200)
    expect(await status({ origin: own.origin })).toBe(200)
    expect(await status({ origin: 'https://evil.example' })).toBe(403)
    expect(await status({ origin: 'null' })).toBe(403)
    expect(await status({ host: `evil.example:${own.port}` })).toBe(403)
  })

  it('serves the page with a policy under which nothing inline runs and nothing foreign loads', async () => {
    const response = await fetch(t.slack.url)
    const policy = response.headers.get('content-security-policy') ?? ''
    const html = await response.text()

    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toMatch(/unsafe|https?:/)
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/)
    expect((await fetch(`${t.slack.url}/page/main.js`)).headers.get('content-type')).toContain('javascript')
    expect((await fetch(`${t.slack.url}/page/..%2fmain.js`)).status).toBe(404)
  })

  it.each(readdirSync(folder).filter((name) => name.endsWith('.ts')))(
    '%s makes no markup from text',
    (name) => {
      const source = readFileSync(`${folder}/${name}`, 'utf8')
      expect(source).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function/,
      )
    },
  )
})
