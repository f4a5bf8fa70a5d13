import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runHeard, type Ran } from '../cli/run.js'
import { openStage, type Stage } from './stage.js'
import { soon } from '../support/soon.js'

/** A tool that sends lists. */
const toolFile = (time: string) => `
kind: lists
title: Lists
auth: none
each: $
event: { is: type, kinds: { answered: created } }
response: { id: id, answeredAt: '${time}' }
questions: [{ key: effort, value: points, metric: ces, min: 1, max: 7, highIsGood: false }]
`
const answer = (id: string, rest: object) => ({ type: 'answered', id, ...rest })

let stage: Stage
let folder: string
let url: string
beforeAll(async () => {
  stage = await openStage()
  folder = await mkdtemp(path.join(os.tmpdir(), 'heard-partly-'))
  url = /URL\s+(\S+)/.exec((await connect('source', 'add', '--name', 'lists')).out)?.[1] ?? ''
})
afterAll(async () => {
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

const heard = (...args: string[]): Promise<Ran> =>
  runHeard({ ...stage.env, HEARD_PUBLIC_URL: stage.heard.url ?? '' }, ...args)

/** Gives the source a file. */
async function connect(...command: string[]): Promise<Ran> {
  const file = path.join(folder, 'lists.yaml')
  await writeFile(file, toolFile(command[1] === 'add' ? 'at' : 'at ? at : late.at'))
  const ran = await heard(...command, '--file', file)
  expect(ran).toMatchObject({ status: 0, err: '' })
  return ran
}

async function post(events: unknown): Promise<{ status: number; json: Record<string, unknown> }> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(events) })
  return { status: reply.status, json: (await reply.json()) as Record<string, unknown> }
}

describe('a list of events of which some are not understood', () => {
  const at = new Date(Date.now() - 60_000).toISOString()
  const list = [
    answer('a', { at, points: 2 }),
    answer('b', { at, points: 'many' }),
    answer('c', { points: 7 }),
  ]

  it('is taken as far as it is understood, and is work for the rest', async () => {
    const { status, json } = await post(list)
    expect({ status, verdict: json['verdict'] }).toEqual({ status: 200, verdict: 'partial' })
    expect(json['reason']).toMatch(/^\d of 3 events not understood: each\[\d\]/)

    const listed = await heard('deliveries', '--rejected')
    expect(listed.out).toContain('IN PART')
    expect(listed.out).toMatch(/\d of 3 events not understood/)

    const tried = await heard('source', 'test', 'lists', '--offline')
    expect(tried.out).toMatch(/: partial \(\d of 3 events not understood/)
  })

  it('is replayed with the rejected ones, and says what is still not understood', async () => {
    const again = await heard('replay', '--since', '1h', '--rejected')
    expect(again.status).toBe(1)
    expect(again.out).toMatch(/1 read again/)
    expect(again.out).toMatch(/still cannot be understood: \d of 3 events/)
  })
})

describe('a rejected delivery that its tool sends again', () => {
  const at = new Date(Date.now() - 60_000).toISOString()
  const late = [answer('late-1', { points: 6, late: { at } })]
  const mine = async () => {
    const { rows } = await stage.database.database.pool.query<{ verdict: string; body: string }>(
      `SELECT verdict, convert_from(body, 'UTF8') AS body FROM delivery WHERE convert_from(body, 'UTF8') LIKE '%late-1%'`,
    )
    return rows.map(({ verdict }) => verdict)
  }

  it('stands as it was understood once its source was mended', async () => {
    const first = await post(late)
    expect(first.status).toBe(400)
    expect(await mine()).toEqual(['rejected'])
    expect((await post(late)).status).toBe(400)

    await connect('source', 'set', 'lists')
    await soon(async () => {
      const { status, json } = await post(late)
      expect({ status, verdict: json['verdict'] }).toEqual({ status: 200, verdict: 'accepted' })
    }, 300)

    expect(await mine()).toEqual(['accepted'])
    expect((await post(late)).json['verdict']).toBe('duplicate')
    expect((await heard('deliveries', '--rejected')).out).not.toContain('REJECTED')
  })
})
