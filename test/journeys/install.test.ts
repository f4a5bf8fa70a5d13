import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealContext } from '../../src/workspaces/install-store.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { easyScale, event } from './answers.js'
import { lateEvent } from './late-event.js'
import { send, until } from './stage.js'
import { openTeamsStage, quiet, type TeamsStage } from './teams-stage.js'
import { alpha, beta, type TeamOnStage } from './teams.js'

let stage: TeamsStage
beforeEach(async () => {
  stage = await openTeamsStage({ tokenRotation: true })
})
afterEach(() => stage.close())

const hour = 3_600_000

async function installed(team: TeamOnStage) {
  expect(await stage.install(team)).toMatchObject({
    status: 200,
    page: expect.stringContaining(team.word) as string,
  })
  await stage.invite(team)
  return stage.setUp(team)
}

/** Root messages in the team's first channel. */
async function cardsOf(team: TeamOnStage) {
  const all = await stage.person(team.people[0]).messages(team.alerts[0] ?? '')
  return all.filter((message) => message.thread_ts === undefined || message.thread_ts === message.ts)
}

const bad = (feed: Parameters<typeof event>[0]) =>
  event(feed, { score: 1, metric: 'ces', scale: easyScale, survey: 's0' }, new Date(stage.now()))

async function answer(feed: Parameters<typeof event>[0]): Promise<void> {
  expect(await send(bad(feed))).toMatchObject({ status: 200 })
}

const installRow = (team: TeamOnStage) =>
  stage.database.database.prisma.chatInstall.findFirstOrThrow({ where: { teamId: team.id } })

const waiting = async (): Promise<string[]> => {
  const cards = await stage.database.database.prisma.cardMessage.findMany()
  return cards.filter((card) => card.shownVersion < card.wantedVersion).map((card) => card.lastError ?? '')
}

describe('an installation by HTTP', () => {
  it('gives the first team the workspace that was there, and the next one its own', async () => {
    const { prisma } = stage.database.database
    const first = await prisma.workspace.findFirstOrThrow()

    await installed(alpha)
    await installed(beta)

    const [a, b] = [await stage.workspaceOf(alpha), await stage.workspaceOf(beta)]
    expect(a).toBe(first.id)
    expect(b).not.toBe(a)
    expect(
      (await prisma.workspace.findMany({ orderBy: { createdAt: 'asc' } })).map(({ name }) => name),
    ).toEqual(['Team alpha', 'Team beta'])
  })

  it('keeps the tokens sealed, bound to their row', async () => {
    await installed(alpha)
    await installed(beta)
    const [a, b] = [await installRow(alpha), await installRow(beta)]
    const sealer = buildSealer(stage.env['HEARD_KEY'] ?? '')

    const opened = sealer.unseal(a.sealed ?? Buffer.alloc(0), sealContext(a.id))

    expect(opened).toMatch(/"token":"xoxe\.xoxb-1-/)
    expect(opened).toMatch(/"refreshToken":"xoxe-1-/)
    expect(() => sealer.unseal(b.sealed ?? Buffer.alloc(0), sealContext(a.id))).toThrow('does not open')
    const { rows } = await stage.database.database.pool.query<{ row: string }>(
      `SELECT i::text || encode(i.sealed, 'escape') AS row FROM chat_install i`,
    )
    expect(rows).toHaveLength(2)
    for (const { row } of rows) expect(row).not.toMatch(/xox/)
  })

  it.each([
    ['no cookie', { cookie: '' }, 'begin again'],
    ["somebody else's cookie", { cookie: 'slack-app-oauth-state=x' }, 'begin again'],
    ['a no in Slack', { allow: false }, 'cancelled'],
  ])('refuses %s, and keeps nothing', async (_, browser, words) => {
    const { status, page } = await stage.install(alpha, browser)

    expect({ status, page }).toMatchObject({ status: 400, page: expect.stringContaining(words) as string })
    expect(await stage.database.database.prisma.chatInstall.count()).toBe(0)
  })

  it('refuses a state and a code that were made up', async () => {
    const path = '/slack/oauth_redirect?code=1.x&state=x'
    const reply = await fetch(`${stage.url}${path}`, {
      headers: { cookie: 'slack-app-oauth-state=x' },
    })

    expect(reply.status).toBe(400)
    expect(stage.calls.filter((call) => call.method === 'oauth.v2.access')).toEqual([])
  })
})

describe('install, rotate, uninstall, reinstall', () => {
  it('goes on on the same workspace, and tells every answer once', async () => {
    const feed = await installed(alpha)
    await installed(beta)
    await answer(feed)
    await quiet(stage)
    expect(await cardsOf(alpha)).toHaveLength(1)
    const [workspaceId, before] = [await stage.workspaceOf(alpha), await installRow(alpha)]

    // Rotate: eleven hours later, with a second process beside the first.
    await stage.startBot('worker')
    stage.advance(11 * hour)
    const rotated = await until('both tokens to be renewed', async () => {
      const rows = [await installRow(alpha), await installRow(beta)]
      return rows.every((row) => row.version === 2) ? rows : undefined
    })
    expect(rotated.every((row) => (row.expiresAt?.getTime() ?? 0) > stage.now() + 11 * hour)).toBe(true)
    expect(before.version).toBe(1)
    const renewals = stage.calls.filter((call) => call.method === 'oauth.v2.access')
    expect(renewals.map(({ ok }) => ok)).toEqual([true, true, true, true])
    // The first tokens are at their end; only renewed ones post now.
    stage.advance(90 * 60_000)
    await answer(feed)
    await quiet(stage)
    expect(await cardsOf(alpha)).toHaveLength(2)

    // Uninstall, with an answer meanwhile.
    await stage.does('uninstall-app', { user: alpha.people[0] })
    const gone = await until('the install to be gone', async () => {
      const row = await installRow(alpha)
      return row.goneReason === 'app_uninstalled' ? row : undefined
    })
    expect(gone).toMatchObject({ sealed: null, expiresAt: null })
    const answered = bad(feed)
    expect((await send(answered)).status).toBe(200)
    await until('its card to wait', async () =>
      (await waiting()).includes('app_uninstalled') ? true : undefined,
    )
    const posted = stage.calls.length
    expect((await installRow(beta)).goneReason).toBeNull()

    // Reinstall: Slack asks for a new invitation, and what is refused until then is tried again.
    expect((await stage.install(alpha)).status).toBe(200)
    await stage.invite(alpha)
    stage.advance(6 * 60_000)
    await quiet(stage)

    expect(await stage.workspaceOf(alpha)).toBe(workspaceId)
    expect(await stage.database.database.prisma.workspace.count()).toBe(2)
    expect(await cardsOf(alpha)).toHaveLength(3)
    const refused = stage.calls.slice(posted).filter(({ ok }) => !ok)
    expect(refused.filter(({ error }) => error !== 'not_in_channel')).toEqual([])
    // The same delivery again, as survey tools do: nothing new.
    await send(answered)
    await quiet(stage)
    expect(await cardsOf(alpha)).toHaveLength(3)
  })

  it('an event that comes late does not end the install that came after it', async () => {
    await installed(alpha)
    await stage.stopBot()
    await stage.does('uninstall-app', { user: alpha.people[0] })
    await stage.startBot()
    expect((await stage.install(alpha)).status).toBe(200)
    const { version } = await installRow(alpha)

    await lateEvent(stage, alpha)

    expect(await installRow(alpha)).toMatchObject({ version, goneReason: null })
  })

  it('an event that comes late does not end an install whose token is merely over, and can be renewed', async () => {
    const feed = await installed(alpha)
    await stage.stopBot()
    stage.advance(13 * hour)
    // Neither process nor token outlived the night: the first thing that comes in is the event.
    await stage.startBot()

    await lateEvent(stage, alpha, 'token_expired')

    await until('the token to be renewed', async () =>
      (await installRow(alpha)).version === 2 ? true : undefined,
    )
    expect(await installRow(alpha)).toMatchObject({ goneReason: null })
    await answer(feed)
    await quiet(stage)
    expect(await cardsOf(alpha)).toHaveLength(1)
  })

  it('a token that is revoked behind our back is found out by the first call, and told', async () => {
    const feed = await installed(alpha)
    const workspaceId = await stage.workspaceOf(alpha)
    await setWorkspace({ prisma: stage.database.database.prisma }, workspaceId, { language: 'de' })
    stage.standIn.setRequestUrl(alpha.id, undefined)
    await stage.does('revoke-tokens', { user: alpha.people[0] })

    await answer(feed)

    await until('the card to wait', async () =>
      (await waiting()).includes('token_revoked') ? true : undefined,
    )
    expect(await installRow(alpha)).toMatchObject({ goneReason: 'token_revoked', sealed: null })
    await stage.install(alpha)
    await stage.invite(alpha)
    stage.advance(6 * 60_000)
    await quiet(stage)
    // In the language of the workspace, whose chat is found anew for every card.
    expect(await cardsOf(alpha)).toMatchObject([{ text: expect.stringContaining('Neu · Schwer') as string }])
  })

  it('a renewal that Slack refuses is noted, and the cards say so once the token ends', async () => {
    const feed = await installed(alpha)
    const row = await installRow(alpha)
    const sealer = buildSealer(stage.env['HEARD_KEY'] ?? '')
    const kept = JSON.parse(sealer.unseal(row.sealed ?? Buffer.alloc(0), sealContext(row.id))) as {
      bot: { refreshToken: string }
    }
    kept.bot.refreshToken = 'xoxe-1-copied-wrong'
    const sealed = sealer.seal(JSON.stringify(kept), sealContext(row.id))
    await stage.database.database.prisma.chatInstall.update({ where: { id: row.id }, data: { sealed } })

    stage.advance(11 * hour)

    await until('the refusal to be noted', async () => (await installRow(alpha)).refreshError ?? undefined)
    expect((await installRow(alpha)).refreshError).toBe('Slack: invalid_refresh_token')
    stage.advance(2 * hour)
    await answer(feed)
    await until('the card to wait', async () =>
      (await waiting()).includes('token_expired') ? true : undefined,
    )
  })
})
