import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStage, type Stage } from '../journeys/stage.js'
import { runHeard, type Ran } from './run.js'

// Each command is a process of its own.
let stage: Stage
let folder: string
beforeAll(async () => {
  stage = await openStage()
  folder = await mkdtemp(path.join(os.tmpdir(), 'heard-ways-'))
})
afterAll(async () => {
  await stage.close()
  await rm(folder, { recursive: true })
})

const heard = (...args: string[]): Promise<Ran> =>
  runHeard({ ...stage.env, HEARD_PUBLIC_URL: stage.heard.url ?? '' }, ...args)

async function file(name: string, text: string): Promise<string> {
  const at = path.join(folder, name)
  await writeFile(at, text)
  return at
}

const tool = (kind: string, more: string): string => `
kind: ${kind}
title: ${kind}
response: { id: id }
${more}
`

it('source test signs as each tool does: over the URL, over headers, in the query, in the body, or not at all', async () => {
  const score = 'questions: [{ key: q, value: score }]'
  const tools = {
    address: tool('address', `auth: { type: hmac, header: X-S, signed: '{method} {url} {body}' }\n${score}`),
    // The header that is signed is one that the file reads.
    named: tool(
      'named',
      `auth: { type: hmac, header: X-S, signed: '{header:x-event}.{body}' }\nheaders: [x-event]\nevent: { is: '$headers.\`x-event\`', kinds: { rated: created } }\n${score}`,
    ),
    asked: tool(
      'asked',
      'methods: [PUT]\nauth: { type: query, name: key }\nquery: [stars]\nquestions: [{ key: q, value: $query.stars }]',
    ),
    inside: tool('inside', `auth: { type: bodyField, name: secret.token }\n${score}`),
    optional: tool('optional', `auth: { type: hmac, header: X-S, required: false }\n${score}`),
    open: tool('open', `auth: none\n${score}`),
  }
  const sample = await file('sample.json', '{"id":"r-1","score":4}')
  const ran: [string, Ran][] = []
  for (const [name, text] of Object.entries(tools)) {
    const added = await heard('source', 'add', '--file', await file(`${name}.yaml`, text), '--name', name)
    expect([added.status, added.err]).toEqual([0, ''])
    const parts =
      name === 'named' ? ['--header', 'x-event: rated'] : name === 'asked' ? ['--query', 'stars=4'] : []
    ran.push([name, await heard('source', 'test', name, sample, ...parts)])
  }

  for (const [name, { status, out, err }] of ran) {
    expect([name, status, err]).toEqual([name, 0, ''])
    expect(out).toContain('q: 4, unbound')
    expect(out).toContain(
      ['optional', 'open'].includes(name) ? 'No signature was asked for' : `signed as ${name} signs`,
    )
  }
  const { rows } = await stage.database.database.pool.query(
    `SELECT (SELECT count(*)::int FROM delivery) AS deliveries, (SELECT count(*)::int FROM source_token) AS tokens,
       (SELECT sum(refused_count)::int FROM source) AS refused, (SELECT max(last_seen_at) FROM source) AS seen`,
  )
  expect(rows).toEqual([{ deliveries: 0, tokens: 0, refused: 0, seen: null }])
})
