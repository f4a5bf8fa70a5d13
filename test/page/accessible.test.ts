import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alertChannel, demoTeam, people } from '../../src/demo/slack-seed.js'
import { messagesFor } from '../../src/messages/messages.js'
import { openStage, type Stage } from '../pictures/stage.js'
import { tellThePast, tellTheStory, type State } from '../pictures/story.js'
import { findings, openBrowser, openWindow, withoutBrowser, type Window } from '../support/browser.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'

const states: State[] = ['new', 'claimed', 'working', 'waiting', 'snoozed', 'closed']
const { card: words, forms } = messagesFor('en')

describe.skipIf(withoutBrowser())('what axe holds against the page', () => {
  let database: FreshDatabase
  let stage: Stage
  let browser: Browser
  let cards: Map<State, string>
  const seen: string[] = []

  beforeAll(async () => {
    database = await freshDatabase()
    stage = await openStage(database.url)
    await tellThePast(stage, stage.feeds.canonical)
    cards = await tellTheStory(stage, stage.feeds.typeform, states)
    browser = await openBrowser()
  })
  afterAll(async () => {
    process.stdout.write(
      `\n  axe, serious and critical / all:\n${seen.map((line) => `    ${line}\n`).join('')}\n`,
    )
    await browser?.close()
    await stage?.close()
    await database.drop()
  })

  async function look(page: Page, what: string): Promise<void> {
    const found = await findings(page)
    const bad = found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    const rules = found.map(({ rule }) => rule).join(' ')
    seen.push(`${what}: ${bad.length} / ${found.length}${rules ? ` (${rules})` : ''}`)
    expect({ what, bad }).toEqual({ what, bad: [] })
  }

  const place = (rest: string) => `${stage.slackUrl}/#/${demoTeam}/${people.agent}/${rest}`

  async function form(page: Page, theme: string): Promise<void> {
    const card = page.locator(`main [data-key="${cards.get('new') ?? ''}"]`)
    await card.getByRole('button', { name: words.action('work') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await look(page, `form (${theme})`)
    await dialog.getByRole('button', { name: forms.work.submit, exact: true }).click()
    await dialog.locator('.error').first().waitFor()
    await look(page, `form with errors (${theme})`)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  }

  async function menus(page: Page, theme: string): Promise<void> {
    const card = page.locator(`main [data-key="${cards.get('claimed') ?? ''}"]`)
    await card.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menu').waitFor()
    await look(page, `menu (${theme})`)
    await page.keyboard.press('Escape')
    const box = page.locator('main').getByRole('combobox')
    await box.fill('/')
    await page.getByRole('listbox').waitFor()
    await look(page, `commands (${theme})`)
    await box.fill('/nps last30d')
    await box.press('Enter')
    await page.getByText('Only visible to you').first().waitFor()
    await look(page, `/nps answer (${theme})`)
  }

  it.each(['light', 'dark'] as const)(
    'nothing serious, %s',
    async (theme) => {
      const window: Window = await openWindow(browser, place(alertChannel), { theme })
      const { page, context, faults } = window
      await page.getByRole('heading', { name: words.status('new') }).waitFor()
      await look(page, `cards in ${cards.size} states (${theme})`)
      await page.goto(place(`${alertChannel}/${cards.get('closed') ?? ''}`))
      await page.getByRole('complementary').getByRole('article').nth(1).waitFor()
      await look(page, `thread (${theme})`)
      await page.getByRole('button', { name: 'Close thread' }).click()
      await form(page, theme)
      await menus(page, theme)
      await page.getByRole('button', { name: 'Heard', exact: true }).click()
      const home = page.getByRole('region', { name: 'Home' })
      // Loops with buttons and links, her own and the team's: not the tab before the bot has filled it.
      await home.getByText('Mara Lindqvist').waitFor()
      await home
        .getByRole('button', { name: words.action('work') })
        .first()
        .waitFor()
      await look(page, `App Home with loops (${theme})`)
      await page.getByRole('button', { name: 'Messages', exact: true }).click()
      await page.getByRole('log', { name: 'Messages with Heard' }).waitFor()
      await look(page, `direct messages (${theme})`)
      expect(faults).toEqual([])
      await context.close()
    },
    60_000,
  )
})
