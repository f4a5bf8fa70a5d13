import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saying } from '../support/saying.js'
import { startEmbedded, type EmbeddedServer } from '../../src/database/embedded.js'
import { inOtherProcess, type OtherProcess } from '../support/embedded-process.js'
import { recordingLog } from '../support/recording-log.js'
import { soon } from '../support/soon.js'

const asRoot = process.getuid?.() === 0

describe('the embedded PostgreSQL', { timeout: 120_000 }, () => {
  let folder: string
  let open: { close(): Promise<void> }[]
  const log = recordingLog()
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'heard-test-embedded-'))
    open = []
    log.lines.length = 0
  })
  afterEach(async () => {
    for (const one of open.reverse()) await one.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function start(guest: 'bot' | 'visitor', options = {}): Promise<EmbeddedServer> {
    const server = await startEmbedded(folder, guest, { log, ...options })
    open.push(server)
    return server
  }
  async function other(guest: 'bot' | 'visitor'): Promise<OtherProcess> {
    const process = await inOtherProcess(folder, guest)
    open.push({ close: process.kill })
    return process
  }
  const serverPid = async (): Promise<number> =>
    Number((await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])

  it('listens on a unix socket only, sorts by code point, and keeps its data over a restart', async () => {
    const server = await start('bot')
    expect(server.how).toBe('started')
    const query = 'SELECT current_setting($1) AS v'
    expect(await ask(server.url, query, ['listen_addresses'])).toEqual([{ v: '' }])
    expect(await ask(server.url, query, ['fsync'])).toEqual([{ v: 'on' }])
    const locale =
      'SELECT datcollate, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = current_database()'
    expect(await ask(server.url, locale)).toEqual([{ datcollate: 'C.UTF-8', encoding: 'UTF8' }])
    await ask(server.url, 'CREATE TABLE kept AS SELECT 1 AS x')
    await open.pop()?.close()
    await expect(ask(server.url, 'SELECT 1')).rejects.toThrow()
    const again = await start('bot')
    expect(again).toMatchObject({ how: 'started', url: server.url })
    expect(await ask(again.url, 'SELECT x FROM kept')).toEqual([{ x: 1 }])
  })

  it('refuses a second bot on the folder, lets a visitor in, and the visitor does not stop it', async () => {
    const bot = await start('bot')
    const second = await other('bot')
    expect(second.reply).toMatchObject({ code: 'misconfigured', tellUser: expect.stringContaining(folder) })
    expect(second.reply.tellUser).toContain('HEARD_DATA')
    await second.close()
    const visitor = await other('visitor')
    expect(visitor.reply).toEqual({ url: bot.url, how: 'adopted' })
    await visitor.close()
    expect(await ask(bot.url, 'SELECT 1 AS x')).toEqual([{ x: 1 }])
  })

  it('is adopted after a kill -9 of the bot, which frees the folder', async () => {
    const bot = await other('bot')
    const pid = await serverPid()
    await bot.kill()
    const next = await start('bot')
    expect(next).toMatchObject({ how: 'adopted', url: bot.reply.url })
    expect(await serverPid()).toBe(pid)
  })

  it('is started and stopped by a visitor when no bot runs; the last one out stops it', async () => {
    const first = await other('visitor')
    const second = await start('visitor')
    expect([first.reply.how, second.how]).toEqual(['started', 'adopted'])
    await first.close()
    expect(await ask(second.url, 'SELECT 1 AS x')).toEqual([{ x: 1 }])
    await open.pop()?.close()
    await expect(serverPid()).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('comes back under a running bot after a kill -9 of the server, with everything that was committed', async () => {
    const bot = await start('bot')
    await ask(bot.url, 'CREATE TABLE kept AS SELECT 1 AS x')
    process.kill(await serverPid(), 'SIGKILL')
    await soon(async () => expect(await ask(bot.url, 'SELECT x FROM kept')).toEqual([{ x: 1 }]), 100)
    await soon(() => expect(log.lines.map((line) => line.message)).toContain('embedded PostgreSQL is back'))
    const second = await other('bot')
    expect(second.reply.code).toBe('misconfigured')
    await second.close()
  })

  it('is started after a kill -9 of everything', async () => {
    const bot = await other('bot')
    await ask(bot.reply.url ?? '', 'CREATE TABLE kept AS SELECT 1 AS x')
    const pid = await serverPid()
    await bot.kill()
    process.kill(pid, 'SIGKILL')
    const next = await start('bot')
    expect(await ask(next.url, 'SELECT x FROM kept')).toEqual([{ x: 1 }])
  })

  it('is made once when four start on an empty folder', async () => {
    const all = await Promise.all([other('visitor'), other('visitor'), other('visitor'), other('bot')])
    expect(new Set(all.map((one) => one.reply.url)).size).toBe(1)
    expect(all.filter((one) => one.reply.how === 'started')).toHaveLength(1)
    expect((await readdir(folder)).filter((name) => name.startsWith('postgres-new'))).toEqual([])
    await Promise.all(all.map((one) => one.close()))
    await expect(serverPid()).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('says what to do about data of another version', async () => {
    await start('visitor')
    await open.pop()?.close()
    await writeFile(path.join(folder, 'postgres', 'PG_VERSION'), '12\n')
    await expect(start('bot')).rejects.toMatchObject({
      code: 'misconfigured',
      tellUser: saying(/PostgreSQL 12.*DATABASE_URL/s),
    })
  })

  it('asks for a password where there are no unix sockets', async () => {
    const server = await start('bot', { transport: 'tcp' })
    expect(await ask(server.url, 'SELECT current_setting($1) AS v', ['unix_socket_directories'])).toEqual([
      { v: '' },
    ])
    const url = new URL(server.url)
    expect(url.hostname).toBe('127.0.0.1')
    url.password = 'wrong'
    await expect(ask(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    expect((await stat(path.join(folder, 'postgres-password'))).mode & 0o077).toBe(0)
  })

  it.runIf(asRoot)('runs under another account, though its folder is closed to that one', async () => {
    await chmod(folder, 0o700)
    const inside = path.join(folder, 'clone', '.heard')
    await mkdir(inside, { recursive: true })
    const server = await startEmbedded(inside, 'bot', { log })
    open.push(server)
    const home = (await readFile(path.join(inside, 'postgres-is-at'), 'utf8')).trim()
    open.unshift({ close: () => rm(home, { recursive: true, force: true }) })
    expect(log.lines.map((line) => line.message)).toContain(
      'the database lives elsewhere: its account cannot enter the data folder',
    )
    const data = await stat(path.join(home, 'postgres'))
    expect(data.uid).not.toBe(0)
    expect(data.mode & 0o077).toBe(0)
    await ask(server.url, 'CREATE TABLE kept AS SELECT 1 AS x')
    await server.close()
    open.pop()
    const again = await startEmbedded(inside, 'bot', { log })
    open.push(again)
    expect(await ask(again.url, 'SELECT x FROM kept')).toEqual([{ x: 1 }])
  })
})

async function ask(url: string, sql: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query<Record<string, unknown>>(sql, values)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}
