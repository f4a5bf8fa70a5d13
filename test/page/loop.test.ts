import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { findings, withoutBrowser } from '../support/browser.js'
import { usePage } from './open-page.js'
import { typeformNps } from '../journeys/answers.js'
import { send } from '../journeys/stage.js'

const most = 6
const { card: words, forms } = messagesFor('en')

/** From now on every press of the mouse counts, wherever in the page it lands. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(
    "window.clicks = 0; document.addEventListener('pointerdown', () => window.clicks++, true)",
  )
  return () => page.evaluate<number>('window.clicks')
}

describe.skipIf(withoutBrowser())('a loop, from the page alone', () => {
  const open = usePage()

  /** Goes on with the keyboard: Tab until the field of this name has it. */
  async function tabTo(form: Locator, name: string | RegExp): Promise<void> {
    const field = form.getByLabel(name).first()
    for (let tries = 0; tries < 60; tries += 1) {
      if ((await field.and(open.ana.page.locator(':focus')).count()) > 0) return
      await open.ana.page.keyboard.press('Tab')
    }
    throw new Error(`no way by Tab to ${name}`)
  }

  it(`is claimed, worked and closed in at most ${most} clicks plus typing`, async () => {
    const { page } = open.ana
    const typeform = await open.stage.source('typeform')
    await send(typeformNps(typeform, 2, { comment: 'Nobody called me back.' }))
    const card = page.getByRole('article').filter({ hasText: 'NPS 2' })
    const press = (label: string) => card.getByRole('button', { name: label, exact: false }).first()
    await press(words.action('claim')).waitFor()
    const clicksSoFar = await countClicks(page)

    await press(words.action('claim')).click()
    await press(words.action('work')).click()
    const work = page.getByRole('dialog')
    await work.waitFor()
    await tabTo(work, forms.work.turn)
    await page.keyboard.type(forms.work.allOpen(5))
    await work.getByRole('heading', { name: forms.step('diagnose') }).waitFor()
    for (const [label, text] of await fieldsToType(work)) {
      await tabTo(work, label)
      await page.keyboard.type(text)
    }
    await work.getByRole('button', { name: forms.work.submit, exact: true }).click()
    await work.waitFor({ state: 'hidden' })

    await card.getByRole('heading', { name: words.status('closed') }).waitFor()
    const clicks = await clicksSoFar()
    process.stdout.write(`\n  a loop claimed, worked and closed in ${clicks} clicks plus typing\n`)
    expect(clicks).toBeLessThanOrEqual(most)
    expect((await findings(page)).filter(({ impact }) => /serious|critical/.test(impact))).toEqual([])
    expect(open.ana.faults).toEqual([])
  })
})

/** Something for every field of the form: the first choice of a list, a sentence elsewhere. */
async function fieldsToType(form: Locator): Promise<[string, string][]> {
  const fields: [string, string][] = []
  for (const input of await form.locator('[data-input]').all()) {
    const label = (await input.locator('.label').textContent()) ?? ''
    const [, option] = await input.locator('option').allTextContents()
    if (label.includes(forms.work.turn)) continue
    const wantsMore = /https:|a date|not needed/i.test((await input.textContent()) ?? '')
    if (option !== undefined || !wantsMore) fields.push([label, option ?? 'Called and put it right.'])
  }
  return fields
}
