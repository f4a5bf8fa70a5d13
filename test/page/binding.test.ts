import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { event } from '../journeys/answers.js'
import { send } from '../journeys/stage.js'
import { findings, withoutBrowser } from '../support/browser.js'
import { usePage } from './open-page.js'

const { form: words, notice } = messagesFor('en').binding

describe.skipIf(withoutBrowser())('what a number means, from the page alone', () => {
  const open = usePage()

  const article = (text: string) => open.ana.page.getByRole('article').filter({ hasText: text })

  /** A click on the menu, and the entry by its first letters. */
  async function choose(form: Locator, label: string, entry: string): Promise<void> {
    await form.getByLabel(label).click()
    await open.ana.page.keyboard.type(entry)
    await open.ana.page.keyboard.press('Enter')
  }

  async function enter(form: Locator, label: string, text: string): Promise<void> {
    await form.getByLabel(label).click({ clickCount: 3 })
    await open.ana.page.keyboard.type(text)
  }

  it('is opened at the notice, said in the form and told there; the bad answer gets its card', async () => {
    const { page } = open.ana
    const source = await open.stage.source('canonical', 'helpdesk')
    const question = { key: 'ease', title: 'Was it easy to get help?' }
    for (const score of [2, 6]) await send(event(source, { score, question, comment: `A ${score} from me.` }))

    await open.goTo(/heard-home/)
    await article(notice.asks.headline()).getByRole('button', { name: notice.asks.button() }).click()
    const form = page.getByRole('dialog')
    await form.getByText(question.title).waitFor()
    const lowest = form.getByLabel(words.min)
    expect(await lowest.count()).toBe(0)

    await choose(form, words.metric, words.metrics.nps)
    await form.getByText(words.help.nps).waitFor()
    expect(await lowest.count()).toBe(0)
    await choose(form, words.metric, words.metrics.ces)
    await lowest.waitFor()
    expect(await form.getByText(words.help.nps).count()).toBe(0)
    expect(await form.getByLabel(words.metric).locator('option:checked').textContent()).toBe(
      words.metrics.ces,
    )
    expect(await findings(page)).toEqual([])

    const save = form.getByRole('button', { name: words.submit, exact: true })
    await enter(form, words.min, '1')
    await enter(form, words.max, '1')
    await choose(form, words.direction, words.highIsGood)
    await choose(form, words.programme, words.transactional)
    await save.click()
    await form.getByText(words.errors.order).waitFor()
    expect(await form.locator('[aria-invalid="true"]').count()).toBe(1)
    await enter(form, words.max, '7')
    await save.click()
    await form.waitFor({ state: 'hidden' })

    const told = article(notice.bound.headline())
    await told.waitFor()
    const said = await told.innerText()
    expect(said).toContain('ana said what the numbers of “Was it easy to get help?”')
    expect(said).toContain('CES, 1 to 7, high is good (good 5-7, bad 1-3)')
    expect(said).toContain(notice.bound.counts({ scored: 2, raised: 1 }))
    expect(await page.getByRole('article').count()).toBe(1)

    await open.goTo(/customer-alerts/)
    const card = article('A 2 from me.')
    await card.waitFor()
    expect(await card.innerText()).toContain('2 of 7')
    await open.stage.settled(1)
    expect(await page.getByRole('article').count()).toBe(1)
    expect(open.ana.faults).toEqual([])
  })
})
