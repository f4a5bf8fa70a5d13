import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { send300, waiting, waitingName, waitingQuestion } from '../journeys/waiting-answers.js'
import { findings, withoutBrowser } from '../support/browser.js'
import { usePage } from './open-page.js'

const { binding, burst } = messagesFor('en')
const { form: words, notice } = binding
const { bad, fine, old } = waiting
const all = bad + fine + old
const aPage = 20

describe.skipIf(withoutBrowser())('300 answers that waited, from the page alone', () => {
  const open = usePage()

  const articles = () => open.ana.page.getByRole('article')
  const article = (text: string) => articles().filter({ hasText: text })

  it('are scored by one form, raise one summary that pages through the bad ones, and count in /nps', async () => {
    const { page } = open.ana
    await send300(open.stage, { bad: 4, fine: 9 })

    await open.goTo(/heard-home/)
    await article(notice.asks.headline()).waitFor()
    expect(await articles().count()).toBe(1)
    await article(notice.asks.headline()).getByRole('button', { name: notice.asks.button() }).click()
    const form = page.getByRole('dialog')
    await form.getByText(waitingQuestion.title).waitFor()
    await form.getByLabel(words.metric).click()
    await page.keyboard.type(words.metrics.nps)
    await page.keyboard.press('Enter')
    await form.getByText(words.help.nps).waitFor()
    await form.getByRole('button', { name: words.submit, exact: true }).click()
    await form.waitFor({ state: 'hidden' })

    // The notice is edited where it stands.
    const told = article(notice.bound.headline())
    await told.getByText(notice.bound.counts({ scored: all, raised: bad })).waitFor()
    expect(await told.innerText()).toContain(binding.older(old))
    expect(await articles().count()).toBe(1)

    await open.goTo(/customer-alerts/)
    const summary = article(burst.gatheredHeadline(bad))
    await summary.getByText(burst.place(1, aPage, bad)).waitFor()
    expect(await summary.innerText()).toContain(binding.older(old))
    expect(await articles().count()).toBe(1)

    // Each of the bad ones is a line with a button of its own, and nobody else is.
    for (let first = 0; first < bad; first += aPage) {
      await summary.getByText(burst.place(first + 1, first + aPage, bad)).waitFor()
      const named = [...(await summary.innerText()).matchAll(/Waiting-\d+/g)].map(([name]) => name)
      expect([...new Set(named)]).toEqual(Array.from({ length: aPage }, (_, n) => waitingName(first + n)))
      const open = summary.getByRole('button', { name: /^Open: / })
      expect(await open.count()).toBe(aPage)
      if (first + aPage < bad) await summary.getByRole('button', { name: burst.next(aPage) }).click()
    }
    await open.stage.settled(1)
    expect(await open.stage.database.database.prisma.loop.count()).toBe(bad)
    expect(await articles().count()).toBe(1)
    expect((await findings(page)).filter(({ impact }) => /serious|critical/.test(impact))).toEqual([])

    await page.getByRole('combobox').first().fill('/nps last7d')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const report = article('adjusted Wald')
    await report.waitFor()
    const said = await report.innerText()
    expect(said).toContain(`${all} answers`)
    // 40 promoters and 260 detractors.
    expect(said).toMatch(/NPS [-−]73\b/)
    expect(open.ana.faults).toEqual([])
  })
})
