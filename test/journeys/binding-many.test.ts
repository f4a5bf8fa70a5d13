import { afterEach, describe, expect, it } from 'vitest'
import { wordsOf } from '../../src/demo/outsider/slack-person.js'
import { queueBackends } from '../support/redis.js'
import { asking, choose, openBinding, save } from './bind-hands.js'
import { alertChannel, openStage, until, type Stage } from './stage.js'
import { buttonsOf } from './storm.js'
import { send300, waiting } from './waiting-answers.js'

let stage: Stage | undefined
afterEach(() => stage?.close())

const { bad, old } = waiting

describe('300 answers that waited for one declaration', () => {
  it.each(queueBackends())(
    'are all scored, and one summary tells of them (queue on %s)',
    async (backend) => {
      const here = (stage = await openStage({ backend }))
      await send300(here, { bad: 6, fine: 2 })
      const form = await choose(
        here.ana,
        await openBinding(here.ana, await asking(here.ana, /What do these numbers mean/)),
        'ces',
      )
      expect(await save(here.ana, form, { min: '1', max: '7', direction: 'low_is_good' })).toMatchObject({
        acked: true,
      })

      const told = await asking(here.ana, /These numbers have a meaning/)
      expect(wordsOf(told)).toContain(
        `300 answers are counted. ${bad} bad ones of the last day raise a card.`,
      )
      expect(wordsOf(told)).toContain(`${old} older answers are counted in the scores and raise no card.`)
      await until('the summary', async () => ((await here.cards()).length > 0 ? true : undefined))
      const [summary] = await here.settled(1)
      if (!summary) throw new Error('no summary')
      expect(summary.text).toBe(`${bad} unhappy customers among answers that waited`)
      expect(wordsOf(summary)).toContain(`${old} older answers are counted in the scores and raise no card.`)
      expect(wordsOf(summary)).toContain('Shown: 1 to 20 of 60')
      expect(buttonsOf(summary)).toHaveLength(20)
      const { rows } = await here.database.database.pool.query(
        `SELECT (SELECT count(*) FROM response WHERE state = 'scored')::int AS scored, (SELECT sum(n) FROM score_count WHERE dimension = '')::int AS counted,
           (SELECT count(*) FROM loop)::int AS loops`,
      )
      expect(rows).toEqual([{ scored: 300, counted: 300, loops: bad }])

      // In place, for everybody: nothing is posted for it.
      await here.ben.click(alertChannel, summary, { type: 'button', action_id: 'summary:next' })
      const turned = await until('the next page', async () => {
        const [now] = await here.cards()
        return now && wordsOf(now).includes('Shown: 21 to 40 of 60') ? now : undefined
      })
      expect(turned.ts).toBe(summary.ts)
      expect(wordsOf(turned)).toContain('Waiting-020')
      expect(await here.settled(1)).toHaveLength(1)
    },
    90_000,
  )
})
