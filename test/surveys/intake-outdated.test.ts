import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bindQuestion } from '../../src/surveys/bind-question.js'
import { openIntakeCommit } from '../../src/surveys/commit.js'
import { draftDelivery } from '../../src/surveys/draft.js'
import { canonical } from '../../src/surveys/sources/canonical.js'
import { recordingLog } from '../support/recording-log.js'
import { answered, openGround, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())

describe('drafts of one response that were made before somebody said what its number means', () => {
  it('leave no delivery behind, whichever of them the batch holds the answer of', async () => {
    const feed = await ground.connect('canonical', 'outdated')
    const { pool, prisma } = ground.db.database
    const bell = { ring: () => Promise.resolve() }
    const source = { id: feed.id, workspaceId: ground.workspaceId, name: 'outdated', questions: new Map() }
    const body = Buffer.from(JSON.stringify(answered({ metric: undefined, scale: undefined })))
    const drafts = ['one', 'other'].map((key) =>
      draftDelivery(
        source,
        { contentType: 'application/json', body, receivedAt: ground.clock.now },
        canonical.parse({ headers: { 'webhook-id': key }, body }),
      ),
    )
    await bindQuestion(
      { prisma, bell },
      {
        workspaceId: ground.workspaceId,
        sourceName: 'outdated',
        binding: { key: 'recommend', metric: 'nps' },
        by: 'test',
        now: ground.clock.now,
      },
    )
    const commit = openIntakeCommit({ pool, bell, log: recordingLog(), scoreStated: () => Promise.resolve() })

    const results = await Promise.all(drafts.map((write) => commit.push(write)))

    expect(results.map(({ responses }) => responses.map(({ outdated }) => outdated))).toEqual([
      [true],
      [true],
    ])
    expect(await ground.rows('SELECT delivery_key FROM delivery WHERE source_id = $1', [feed.id])).toEqual([])
  })
})
