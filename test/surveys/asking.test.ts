import { describe, expect, test } from 'vitest'
import { followAsking } from '../../src/telling/asking-facts.js'
import { bindQuestion } from '../../src/surveys/bind-question.js'
import { askAgain, ignoreQuestion } from '../../src/surveys/ignore-question.js'
import { health } from '../../src/watch/health.js'
import { ana, ben, cardsOf, ces, unsaid, useAsking } from './asking-stage.js'

const stage = useAsking()

describe('the notice that asks what a number means', () => {
  test('is posted once, with the labels, how many wait and what came so far', async () => {
    await stage.ground.send(stage.feed, unsaid())
    await stage.ground.send(stage.feed, unsaid({ id: 'r-2', score: 2 }))
    await stage.settle()

    expect(stage.asks()).toEqual([
      expect.objectContaining({
        noticeId: stage.noticeId(),
        questionTitle: 'How hard?',
        lowLabel: 'very easy',
        highLabel: 'very hard',
        waiting: 2,
        observed: { lowest: 2, highest: 6 },
        said: null,
        edits: 0,
      }),
    ])
  })

  test('is edited, at most once a minute, when more wait, and not posted again', async () => {
    await stage.ground.send(stage.feed, unsaid())
    await stage.settle()
    const { deps } = stage
    const shownAt = async (): Promise<number> =>
      (await stage.ground.rows<{ shown_at: Date }>('SELECT shown_at FROM notice'))[0]?.shown_at.getTime() ?? 0
    const first = await shownAt()
    for (let n = 2; n <= 5; n += 1) await stage.ground.send(stage.feed, unsaid({ id: `r-${n}` }))

    expect(await followAsking(deps, first + 59_000)).toBe(0)
    expect(await followAsking(deps, first + 60_000)).toBe(1)
    expect(await followAsking(deps, first + 60_000)).toBe(0)
    stage.works.now = first + 60_000
    await stage.settle()
    expect(stage.asks()).toMatchObject([{ waiting: 5, edits: 1 }])
    expect(await followAsking(deps, stage.works.now + 120_000)).toBe(0)
  })

  test('says who bound it as what, and what became of the answers; the old ones raise nothing', async () => {
    for (let n = 0; n < 4; n += 1)
      await stage.ground.send(stage.feed, unsaid({ id: `r-${n}`, customer: { id: `c-${n}` } }))
    await stage.ground.send(stage.feed, unsaid({ id: 'r-old', answered_at: '2026-02-01T09:00:00Z' }))
    await stage.ground.send(stage.feed, unsaid({ id: 'r-out', score: 8 }))
    await stage.settle()

    expect(await stage.submit(await stage.open())).toEqual({ done: true })
    await stage.settle()

    expect(stage.asks()).toMatchObject([
      {
        edits: 1,
        said: {
          by: 'Ana',
          scale: { metric: 'ces', min: 1, max: 7, direction: 'low_is_good', bad: { from: 5, to: 7 } },
          counts: { scored: 5, quarantined: 1, raised: 4, older: 1 },
        },
      },
    ])
    expect(cardsOf(stage)).toHaveLength(4)
    expect(
      await stage.ground.rows(
        'SELECT title, survey, programme, bound_by FROM question WHERE source_id = $1',
        [stage.feed.id],
      ),
    ).toEqual([{ title: 'How hard?', survey: 'Quarterly', programme: 'transactional', bound_by: 'Ana' }])
    await stage.settle(65_000)
    expect(stage.asks()).toMatchObject([{ edits: 1 }])
  })

  test('tells of a binding made on the command line, too, and nothing before it was posted', async () => {
    await stage.ground.send(stage.feed, unsaid())
    const { deps } = stage
    const binding = { key: 'effort', metric: 'ces', min: 1, max: 7, direction: 'low_is_good' }
    const input = {
      workspaceId: stage.ground.workspaceId,
      sourceName: stage.name,
      by: 'command line',
      now: stage.works.now,
    }
    await bindQuestion(deps, { ...input, binding })
    await stage.settle()

    expect(stage.asks()).toEqual([])
  })
})

describe('somebody else was first', () => {
  test('the form says who and what, keeps what was entered, and goes on when it is submitted once more', async () => {
    await stage.ground.send(stage.feed, unsaid())
    await stage.settle()
    const [seenByAna, seenByBen] = [await stage.open(ana), await stage.open(ben)]
    await stage.submit(seenByBen, ben, { values: { ...ces, direction: 'high_is_good' } })

    const clash = await stage.submit(seenByAna)

    if (!('form' in clash)) throw new Error('no clash')
    expect(clash.form.notes?.[0]?.text).toContain('Ben bound it meanwhile: CES, 1 to 7, high is good')
    expect(clash.form.sections.flatMap(({ fields }) => fields)).toContainEqual(
      expect.objectContaining({ id: 'direction', initial: 'low_is_good' }),
    )
    expect(
      await stage.ground.rows('SELECT bound_by FROM question WHERE source_id = $1', [stage.feed.id]),
    ).toEqual([{ bound_by: 'Ben' }])
    expect(await stage.submit(clash.form.ticket.seen)).toEqual({ done: true })
    await stage.settle()
    expect(stage.asks()).toMatchObject([{ said: { by: 'Ana', scale: { direction: 'low_is_good' } } }])
  })

  test('of two at the same moment one wins', async () => {
    await stage.ground.send(stage.feed, unsaid())
    await stage.settle()
    const results = await Promise.all([stage.submit(null, ana), stage.submit(null, ben)])

    expect(results.filter((result) => 'done' in result)).toHaveLength(1)
    expect(results.filter((result) => 'form' in result)).toHaveLength(1)
    await stage.settle()
  })
})

describe('what is no score', () => {
  /** Questions that health says wait, those of other tests included. */
  const unbound = async (): Promise<unknown> =>
    (
      await health(
        { database: stage.ground.db.database, checkChat: () => Promise.resolve([]) },
        stage.ground.workspaceId,
        stage.works.now,
      )
    ).find(({ what }) => what === 'questions')?.data['questions']

  test('is said once, never asked again, left out of what waits, and may be taken back', async () => {
    const before = Number(await unbound())
    await stage.ground.send(stage.feed, unsaid())
    await stage.settle()
    expect(await unbound()).toBe(before + 1)

    expect(await stage.submit(await stage.open(), ana, { choice: 'ignore', values: {} })).toEqual({
      done: true,
    })
    await stage.settle()
    await stage.ground.send(stage.feed, unsaid({ id: 'r-2' }))
    await stage.settle(65_000)

    expect(stage.asks()).toMatchObject([{ edits: 1, said: { by: 'Ana', scale: null } }])
    expect(await unbound()).toBe(before)
    const { deps } = stage
    const named = {
      workspaceId: stage.ground.workspaceId,
      sourceName: stage.name,
      key: 'effort',
      by: 'command line',
    }
    await askAgain(deps, { ...named, now: stage.works.now })
    await stage.settle()
    expect(stage.asks()).toMatchObject([{ edits: 2, said: null, waiting: 2 }])
    await expect(askAgain(deps, { ...named, now: stage.works.now })).rejects.toMatchObject({
      code: 'bad_input',
    })
    await stage.submit(await stage.open())
    await stage.settle()
    await expect(ignoreQuestion(deps, { ...named, now: stage.works.now })).rejects.toMatchObject({
      code: 'bad_input',
    })
  })

  test('before anything came: nothing is asked, until it is taken back', async () => {
    const { deps } = stage
    const named = {
      workspaceId: stage.ground.workspaceId,
      sourceName: stage.name,
      key: 'effort',
      by: 'command line',
    }
    await ignoreQuestion(deps, { ...named, now: stage.works.now })
    await stage.ground.send(stage.feed, unsaid())
    await stage.settle()
    expect(stage.asks()).toEqual([])

    await askAgain(deps, { ...named, now: stage.works.now })
    await stage.settle()
    expect(stage.asks()).toMatchObject([{ waiting: 1 }])
  })
})
