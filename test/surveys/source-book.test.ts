import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openSourceBook, type SourceBook } from '../../src/surveys/source-book.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let feed: Feed
let book: SourceBook
let reads = 0
let failing = false

beforeAll(async () => {
  ground = await openGround()
  feed = await ground.connect('canonical')
})
afterAll(() => ground.close())

beforeEach(() => {
  const source = new Proxy(ground.db.database.prisma.source, {
    get(target, name) {
      if (name === 'findUnique') reads += 1
      if (name === 'findUnique' && failing) return () => Promise.reject(new Error('away'))
      return Reflect.get(target, name) as unknown
    },
  })
  const prisma = { source }
  book = openSourceBook({ prisma, sealer: ground.sealer, clock: () => ground.clock.now })
  reads = 0
  failing = false
})

test('a source is read once a second, however many ask at once', async () => {
  const found = await Promise.all(Array.from({ length: 50 }, () => book.find('canonical', feed.token)))

  expect(reads).toBe(1)
  expect(found[0]).toMatchObject({
    id: feed.id,
    name: 'canonical feed',
    secrets: [feed.secret],
    disabled: false,
  })
  ground.clock.now += 999
  await book.find('canonical', feed.token)
  expect(reads).toBe(1)
  ground.clock.now += 1
  await book.find('canonical', feed.token)
  expect(reads).toBe(2)
})

test('a clock that was set back does not freeze the book', async () => {
  await book.find('canonical', feed.token)
  ground.clock.now -= 3_600_000

  await book.find('canonical', feed.token)

  expect(reads).toBe(2)
})

test('forget reads anew at once', async () => {
  await book.find('canonical', feed.token)
  book.forget(feed.token)

  await book.find('canonical', feed.token)

  expect(reads).toBe(2)
})

test('unknown tokens are remembered for as long; what cannot be a token of ours is not even looked up', async () => {
  const guess = randomBytes(24).toString('base64url')

  expect(await book.find('canonical', guess)).toBeNull()
  expect(await book.find('canonical', guess)).toBeNull()
  expect(reads).toBe(1)
  for (const token of ['', 'short', 'x'.repeat(129), '../../../../etc/passwd', `${feed.token}%00`]) {
    expect(await book.find('canonical', token)).toBeNull()
  }
  expect(reads).toBe(1)
  expect(await book.find('typeform', feed.token)).toBeNull()
})

test('a read that failed is not remembered', async () => {
  failing = true
  await expect(book.find('canonical', feed.token)).rejects.toMatchObject({
    code: 'unavailable',
    retryable: true,
  })

  failing = false
  expect(await book.find('canonical', feed.token)).toMatchObject({ id: feed.id })
})

test('secrets sealed under another key, or moved from another row, do not open', async () => {
  const other = openSourceBook({
    prisma: ground.db.database.prisma,
    sealer: buildSealer(randomBytes(32).toString('base64')),
    clock: () => ground.clock.now,
  })
  const second = await ground.connect('canonical', 'second')
  await ground.rows(
    'UPDATE source SET sealed_secrets = (SELECT sealed_secrets FROM source WHERE id = $1) WHERE id = $2',
    [feed.id, second.id],
  )

  await expect(other.find('canonical', feed.token)).rejects.toMatchObject({ code: 'misconfigured' })
  await expect(book.find('canonical', second.token)).rejects.toMatchObject({ code: 'misconfigured' })
  expect((await ground.send(second, {})).status).toBe(503)
})
