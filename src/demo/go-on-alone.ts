import { recomputeNps } from './outsider/recompute-nps.js'
import { slackPerson, until, wordsOf } from './outsider/slack-person.js'
import { workALoop } from './outsider/work-a-loop.js'
import type { Story } from './send-story.js'
import type { Show } from './show.js'
import { alertChannel, people } from './slack-seed.js'
import { systemClock } from '../clock.js'

/**
 * Goes on as two people in front of Slack would: one works the first card until it is closed, one asks for the score.
 * @returns whether all of it really happened, as far as Slack shows
 */
export async function goOnAlone(show: Show, slackUrl: string, story: Story): Promise<boolean> {
  const [first] = story.cards
  if (!first) return false
  show.step('Ana works the first card, pressing whatever it puts forward')
  const ana = slackPerson(slackUrl, people.agent)
  const worked = await workALoop(ana, alertChannel, first.ts, (line) => show.line(`   ${line}`))
  show.line(`   the card now: ${worked.card.text}`)
  for (const line of worked.thread) show.line(`   thread: ${line}`)

  show.step('Mei asks /nps last30d')
  const mei = slackPerson(slackUrl, people.manager)
  await mei.slash(alertChannel, '/nps', 'last30d')
  const answer = await until('the answer to /nps', async () =>
    (await mei.messages(alertChannel)).findLast((message) => message.ephemeral === true),
  )
  show.line(`   ${answer.text}`)
  const wanted = recomputeNps(story.accepted, 30, systemClock())
  show.line(
    `   recomputed from the webhooks sent: ${wanted.score.toFixed(1)} from ${wanted.n} answers ` +
      `(${wanted.promoters} promoters, ${wanted.passives} passives, ${wanted.detractors} detractors)`,
  )
  return judge(show, [
    ['the card is closed', /closed/i.test(worked.card.text)],
    ['it took a claim, and one form for the five steps and the closing', worked.pressed.length === 2],
    ['the thread tells of the claim, five steps and the closing', worked.thread.length === 7],
    ['/nps counts the same answers', answer.text.includes(`${wanted.n} answers`)],
    ['/nps gives the same score', answer.text.includes(`NPS ${signed(wanted.score)},`)],
    [
      '/nps gives the same parts',
      [wanted.promoters, wanted.passives, wanted.detractors].every((n) =>
        new RegExp(`\\b${n}\\b`).test(wordsOf(answer)),
      ),
    ],
  ])
}

function signed(score: number): string {
  const whole = Math.round(score)
  return whole > 0 ? `+${whole}` : String(whole)
}

function judge(show: Show, facts: [string, boolean][]): boolean {
  show.step('Did all of it really happen?')
  for (const [fact, holds] of facts) show.line(`   ${holds ? 'yes' : 'NO '}  ${fact}`)
  const all = facts.every(([, holds]) => holds)
  show.line(all ? '\nA loop was closed.' : '\nSomething above did not happen.')
  return all
}
