import { spawn, type ChildProcess } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Delivery, Feed } from '../../src/demo/outsider/deliveries.js'
import { primaryButton } from '../../src/demo/outsider/slack-person.js'
import { openLog } from '../../src/logging/log.js'
import { signatureHeaders } from '../../src/playground/app/sign.js'
import { sealContext } from '../../src/workspaces/install-store.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { easyScale, event } from './answers.js'
import { until } from './stage.js'
import { openTeamsStage, quiet, type TeamsStage } from './teams-stage.js'
import { alpha, app } from './teams.js'

const planted: Record<string, string> = {
  'customer name': 'Zebulon Quartermaine',
  'e-mail address': 'zebulon.q@planted.example',
  comment: 'they promised me a callback seven times',
  'database password': 'planted-db-password',
  'client secret': app.clientSecret,
  'signing secret': app.signingSecret,
}

let stage: TeamsStage
let feed: Feed
/** All that any process of Heard wrote, each by itself, and all that it answered over HTTP. */
const written: string[] = []
const children: ChildProcess[] = []

function start(script: string, args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...stage.env, ...env } })
  for (const stream of [child.stdout, child.stderr]) {
    const at = written.push('') - 1
    stream.on('data', (chunk: Buffer) => (written[at] += chunk.toString()))
  }
  children.push(child)
  return child
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode)
    else child.once('exit', resolve)
  })

async function startRole(role: string): Promise<string> {
  const child = start('dist/main.js', [], { HEARD_ROLE: role, HEARD_LOG: 'debug' })
  let seen = ''
  child.stdout?.on('data', (chunk: Buffer) => (seen += chunk.toString()))
  const line = await until(
    `the ${role} process to run`,
    async () => seen.split('\n').find((one) => one.includes('"Heard is running"')),
    30_000,
  )
  return (JSON.parse(line) as { url: string | null }).url ?? ''
}

async function call(path: string, init: RequestInit = {}): Promise<number> {
  const reply = await fetch(path.startsWith('http') ? path : `${stage.url}${path}`, {
    redirect: 'manual',
    ...init,
  })
  written.push(await reply.text())
  return reply.status
}

const deliver = ({ url, headers, body }: Delivery, over: Partial<Delivery> = {}): Promise<number> =>
  call(over.url ?? url, { method: 'POST', headers: over.headers ?? headers, body: over.body ?? body })

const bad = (): Delivery =>
  event(feed, {
    score: 1,
    metric: 'ces',
    scale: easyScale,
    survey: 's0',
    comment: planted['comment'] ?? '',
    customer: { id: 'c-1', email: planted['e-mail address'] ?? '', name: planted['customer name'] ?? '' },
  })

function slackRequest(body: string, secret = app.signingSecret): RequestInit {
  const headers = { 'content-type': 'application/json', ...signatureHeaders(secret, body, Date.now()) }
  return { method: 'POST', headers, body }
}

const everything = (): string => written.join('\n')

/** What of the planted stands in a text. */
function foundIn(text: string): string[] {
  return Object.entries(planted).flatMap(([what, secret]) => (text.includes(secret) ? [what] : []))
}

beforeAll(async () => {
  stage = await openTeamsStage({ withoutBot: true, tokenRotation: true })
  const url = new URL(stage.env['DATABASE_URL'] ?? '')
  url.password = planted['database password'] ?? ''
  stage.env['DATABASE_URL'] = url.href
  planted['sealing key'] = stage.env['HEARD_KEY'] ?? ''
  stage.listensAt(await startRole('web'))
  await startRole('worker')
  const { page } = await stage.install(alpha)
  written.push(page)
  await stage.invite(alpha)
  feed = await stage.setUp(alpha)
  planted['source secret'] = feed.secret.replace('whsec_', '')
  planted['URL token'] = feed.url.split('/').at(-1) ?? ''
  const row = await stage.database.database.prisma.chatInstall.findFirstOrThrow()
  const sealer = buildSealer(stage.env['HEARD_KEY'] ?? '')
  const kept = JSON.parse(sealer.unseal(row.sealed ?? Buffer.alloc(0), sealContext(row.id))) as {
    bot: { token: string; refreshToken: string }
  }
  planted['bot token'] = kept.bot.token
  planted['refresh token'] = kept.bot.refreshToken
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await stage.close()
})

/** Lines of all processes that name this delivery, in the order of their time. */
function linesOf(deliveryId: string): string[] {
  const lines = everything()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes(deliveryId))
  const read = lines.map((line) => JSON.parse(line) as { time: number; msg: string })
  return read.toSorted((a, b) => a.time - b.time).map(({ msg }) => msg)
}

describe('the log', () => {
  it('tells the way of an answer by one id, through both processes, up to the post in Slack', async () => {
    expect(await deliver(bad())).toBe(200)
    await quiet(stage)
    const { deliveryId } = await stage.database.database.prisma.response.findFirstOrThrow()

    const way = await until('the last line', async () => {
      const lines = linesOf(deliveryId)
      return lines.includes('a card was posted') ? lines : undefined
    })

    process.stdout.write(`one delivery in the log: ${way.join(' -> ')}\n`)
    expect(way.toSorted()).toEqual(
      [
        'a delivery came',
        'a delivery is committed',
        'a delivery may be answered',
        'an alert was worked',
        'a card was posted',
      ].toSorted(),
    )
    expect([way[0], way.at(-1)]).toEqual(['a delivery came', 'a card was posted'])
  })

  it('names the delivery where its card must wait', async () => {
    await stage.does('archive', { user: alpha.people[0], channel: alpha.alerts[0] })
    const { deliveryId } = await stage.database.database.prisma.response.findFirstOrThrow()
    const person = stage.person(alpha.people[0])
    const card = (await person.messages(alpha.alerts[0] ?? '')).find(({ blocks }) => blocks !== undefined)
    const button = card && primaryButton(card)
    if (!card || !button) throw new Error('no card')
    await person.click(alpha.alerts[0] ?? '', card, button)

    await until('the line', async () => (linesOf(deliveryId).includes('a row must wait') ? true : undefined))
  })
})

describe('no secret and no customer', () => {
  it('is in any log, error text or reply, whatever goes wrong', async () => {
    const good = bad()
    const name = planted['customer name'] ?? ''
    // What a survey tool gets wrong.
    expect(await deliver(good, { headers: { ...good.headers, 'webhook-signature': 'v1,AAAA' } })).toBe(401)
    expect(await deliver(good, { headers: { ...good.headers, 'content-type': 'text/plain' } })).toBe(415)
    expect(await deliver(good, { url: `${feed.url}x` })).toBe(404)
    expect(await deliver(broken(good))).toBe(400)
    expect(await deliver(good, { body: `${name}${'x'.repeat(1_100_000)}` })).toBe(413)
    // What Slack, or somebody who says so, gets wrong.
    expect(await call('/slack/events', slackRequest(`{"text":"${name}`))).toBe(400)
    expect(await call('/slack/events', slackRequest(`{"text":"${name}"}`, 'guessed'))).toBe(401)
    expect(await call(`/slack/oauth_redirect?code=1.${name}&state=${name}`)).toBe(400)
    const { location } = await stage.does('install-app', { user: alpha.people[0], url: await installLink() })
    expect(await call(String(location).replace(/^https:\/\/[^/]+/, ''))).toBe(400)
    await stage.person(alpha.people[0]).slash(alpha.alerts[1] ?? '', '/nps', name)
    // Slack says no to everything, then nothing can be posted at all.
    await stage.does('revoke-tokens', { user: alpha.people[0] })
    expect(await deliver(bad())).toBe(200)
    await until('the install to be gone', async () =>
      everything().includes('took its install back') ? true : undefined,
    )
    // What whoever runs it gets wrong.
    const down = {
      DATABASE_URL: `postgresql://heard:${planted['database password'] ?? ''}@127.0.0.1:9/heard`,
    }
    expect(await ended(start('dist/main.js', [], { ...down, HEARD_LOG: 'debug' }))).toBe(1)
    expect(await ended(start('dist/cli/heard.js', ['health'], down))).toBe(1)
    expect(await ended(start('dist/cli/heard.js', ['health'], {}))).toBe(1)
    expect(await ended(start('dist/cli/heard.js', ['source', 'list'], {}))).toBe(0)
    expect(await ended(start('dist/main.js', [], { SLACK_BOT_TOKEN: planted['bot token'] ?? '' }))).toBe(1)

    const all = everything()

    process.stdout.write(
      `searched ${all.split('\n').length} lines for ${Object.keys(planted).length} planted\n`,
    )
    expect(all.split('\n').length).toBeGreaterThan(40)
    for (const sign of [
      'a row must wait',
      'took its install back',
      'could not install the app',
      'cannot be reached',
    ]) {
      expect(all, sign).toContain(sign)
    }
    expect(foundIn(all)).toEqual([])
  })

  it('and the search finds what is there', () => {
    const lines: string[] = []
    const log = openLog('debug', { write: (line: string) => void lines.push(line) })

    for (const [what, secret] of Object.entries(planted)) log.warn('leaked', { reason: `${what}: ${secret}` })

    expect(foundIn(lines.join(''))).toEqual(Object.keys(planted))
  })
})

/** Signed as it should be, and cut off in the middle. */
function broken({ url, headers, body }: Delivery): Delivery {
  const half = body.slice(0, body.length - 20)
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = headers
  const key = Buffer.from(feed.secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${half}`).digest('base64')
  return { url, headers: { ...headers, 'webhook-signature': `v1,${signature}` }, body: half }
}

async function installLink(): Promise<string> {
  const reply = await fetch(`${stage.url}/slack/install`, { redirect: 'manual' })
  return reply.headers.get('location') ?? ''
}
