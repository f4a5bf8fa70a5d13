import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { canonicalEvent, typeformNps } from '../journeys/answers.js'
import { send } from '../journeys/stage.js'
import { findings, withoutBrowser } from '../support/browser.js'
import { usePage } from './open-page.js'

const { card: words, forms } = messagesFor('en')

describe.skipIf(withoutBrowser())('an answer that changes, seen in the page', () => {
  const open = usePage()

  /** Types a command and reads what is said. */
  async function nps(): Promise<string> {
    const { page } = open.ana
    const said = page.getByRole('article').filter({ hasText: 'adjusted Wald' })
    const before = await said.count()
    const box = page.getByRole('combobox').first()
    await box.fill('/nps today')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await said.nth(before).waitFor()
    return said.nth(before).innerText()
  }

  it('a comment 30 s later edits the same message; a deleted one is struck out and gone from the score', async () => {
    const { page } = open.ana
    const feed = await open.stage.source('canonical', 'surveys')
    const at = (over: Record<string, unknown>) => {
      const now = new Date(open.stage.now())
      return send(canonicalEvent(feed, { id: 'r-1', ...over, ...whenOf(over, now) }, now))
    }
    const answer = {
      type: 'response.answered',
      question: { key: 'recommend' },
      metric: 'nps',
      scale: { min: 0, max: 10, direction: 'high_is_good' },
      score: 3,
      answered_at: new Date(open.stage.now()).toISOString(),
      customer: { id: 'c-1', name: 'Mara Lindqvist' },
    }
    await at(answer)
    const card = page.getByRole('article').filter({ hasText: 'Mara Lindqvist' })
    await card.getByText(words.noComment()).waitFor()

    open.stage.passTime(30_000)
    await at({ ...answer, comment: 'Nobody called me back.' })
    await card.getByText('Nobody called me back.').waitFor()
    expect(await card.count()).toBe(1)
    expect(await nps()).toContain('1 answer')

    await at({ type: 'response.deleted', by: 'Kim', reason: 'A test of ours' })
    await card.locator('s', { hasText: 'Nobody called me back.' }).waitFor()
    await card.getByText('Deleted in “surveys” by Kim: A test of ours (not counted)').waitFor()
    expect(await card.count()).toBe(1)
    const without = await nps()
    expect(without).toContain('no answers')
    expect(without).toContain('1 answer withdrawn')

    await card
      .getByRole('button', { name: words.action('dismiss') })
      .first()
      .click()
    await card.getByRole('heading', { name: words.status('closed') }).waitFor()
    expect((await findings(page)).filter(({ impact }) => /serious|critical/.test(impact))).toEqual([])
    expect(open.ana.faults).toEqual([])
  })

  it('a person withdraws one by the menu of its card, with a reason, and takes it back', async () => {
    const { page } = open.ana
    const feed = await open.stage.source('typeform')
    await send(typeformNps(feed, 5, { comment: 'Ours.', name: 'Ida Berg' }))
    const card = page.getByRole('article').filter({ hasText: 'Ida Berg' })
    await pick(words.action('withdraw'))
    const form = page.getByRole('dialog')
    await form.getByLabel(forms.withdraw.reason).fill('Our own training')
    await form.getByRole('button', { name: forms.withdraw.submit, exact: true }).click()
    await card.locator('s', { hasText: 'Ours.' }).waitFor()
    await card.getByText('Our own training').first().waitFor()

    await pick(words.action('restore'))
    await card.locator('s').first().waitFor({ state: 'detached' })
    expect(open.ana.faults).toEqual([])

    async function pick(entry: string): Promise<void> {
      await card.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: entry }).click()
    }
  })
})

function whenOf({ type }: Record<string, unknown>, now: Date): Record<string, string> {
  return type === 'response.deleted' ? { deleted_at: now.toISOString() } : { updated_at: now.toISOString() }
}
