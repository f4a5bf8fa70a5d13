import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { runHeard, type Ran } from '../cli/run.js'
import type { Stage } from './stage.js'

const file = path.join(import.meta.dirname, '../surveys/declared/acme.yaml')
const right = 'result.ratings[name = "effort"].points'

/** One delivery of the tool "Acme": answer `n` of person `n`. */
export interface AcmeDelivery {
  n: number
  effort: number
  /** Another rating of the same answer, which is no score. */
  speed?: number
  /** Absent: it is the first delivery of this answer. */
  edit?: number
}

/** A tool that was connected by a file with a mistake in it. */
export interface AcmeFeed {
  /** The built command line, beside the stage's bot. */
  heard(...args: string[]): Promise<Ran>
  env(): Record<string, string>
  /** Signed as the tool does, with nothing of ours. @returns the status */
  post(delivery: AcmeDelivery): Promise<number>
  /** The file without the mistake. */
  mend(): Promise<void>
  count(sql: string): Promise<number>
  close(): Promise<void>
}

export const replayed = ['replay', '--since', '1h', '--source', 'acme'] as const
export const wordsOfPerson = (n: number): string => `Person ${n} had to explain it again`

/** @param wrong what the file says where it should say which rating is the score */
export async function openAcme(stage: Stage, wrong: string): Promise<AcmeFeed> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-replay-'))
  const broken = path.join(folder, 'broken.yaml')
  await writeFile(broken, (await readFile(file, 'utf8')).replace(right, wrong))
  const env = (): Record<string, string> => ({ ...stage.env, HEARD_PUBLIC_URL: stage.heard.url ?? '' })
  const heard = (...args: string[]): Promise<Ran> => runHeard(env(), ...args)
  const added = await heard('source', 'add', '--file', broken, '--name', 'acme')
  const url = /URL\s+(\S+)/.exec(added.out)?.[1] ?? ''
  const secret = /Secret\s+(\S+)/.exec(added.out)?.[1] ?? ''
  return {
    heard,
    env,
    async post(delivery) {
      const time = String(Math.floor(Date.now() / 1000))
      const text = JSON.stringify(bodyOf(delivery, Number(time)))
      const code = createHmac('sha512', secret).update(`${time}.${text}`).digest('hex')
      const headers = {
        'content-type': 'application/json',
        'x-acme-time': time,
        'x-acme-signature': `v1=${code}`,
      }
      return (await fetch(url, { method: 'POST', headers, body: text })).status
    },
    async mend() {
      expect(await heard('source', 'set', 'acme', '--file', file)).toMatchObject({ status: 0, err: '' })
    },
    async count(sql) {
      const { pool } = stage.database.database
      const { rows } = await pool.query<{ n: number }>(`SELECT count(*)::int AS n ${sql}`)
      return rows[0]?.n ?? -1
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

/** What comes first was answered a minute before. */
function bodyOf({ n, effort, speed, edit = 0 }: AcmeDelivery, now: number): unknown {
  return {
    meta: { type: 'survey.answered', uuid: `d-${n}-${edit}` },
    result: {
      uid: `r-${n}`,
      at: now - 60 + edit,
      remarks: wordsOfPerson(n),
      person: { id: n, mail: `person-${n}@customers.example`, account: { plan: 'team' } },
      ratings: [
        { name: 'effort', points: effort },
        ...(speed === undefined ? [] : [{ name: 'speed', points: speed }]),
      ],
    },
  }
}
