import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { alertChannel, demoTeam, people } from '../../src/demo/slack-seed.js'
import { messagesFor } from '../../src/messages/messages.js'
import { openBrowser, openWindow } from '../support/browser.js'
import { openStage, type Stage } from './stage.js'
import { tellThePast, tellTheStory, type State } from './story.js'

export const allStates: State[] = ['new', 'claimed', 'working', 'waiting', 'snoozed', 'closed']

export interface Wish {
  /** A folder; made when it is not there. */
  into: string
  states: State[]
  databaseUrl?: string
  say?: (line: string) => void
}

interface Camera {
  page: Page
  take: (name: string, what: Locator | Page) => Promise<void>
}

const size = { width: 1120, height: 820 }

async function onCard(page: Page, ts: string): Promise<Locator> {
  const card = page.locator(`main [data-key="${ts}"]`)
  await card.waitFor()
  await card.evaluate("node => node.scrollIntoView({ block: 'center' })")
  await page.mouse.move(0, 0)
  return card
}

async function takeForm({ page, take }: Camera, cards: Map<State, string>): Promise<void> {
  const card = await onCard(page, cards.get('claimed') ?? cards.get('new') ?? '')
  await card.getByRole('button', { name: messagesFor('en').card.action('work') }).click()
  const form = page.getByRole('dialog')
  await form.waitFor()
  await take('form', form)
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'hidden' })
}

/** The same in light and dark: the channel with a thread beside it. */
async function takeOverview(
  browser: Browser,
  stage: Stage,
  cards: Map<State, string>,
  wish: Wish,
): Promise<void> {
  const thread = cards.get('working') ?? cards.get('claimed') ?? ''
  const url = `${stage.slackUrl}/#/${demoTeam}/${people.agent}/${alertChannel}/${thread}`
  for (const theme of ['light', 'dark'] as const) {
    const { context, page } = await openWindow(browser, url, { theme, width: 1040, height: 620 })
    await page.getByRole('complementary').getByRole('article').nth(1).waitFor()
    await shoot(wish, theme === 'light' ? 'overview' : 'overview-dark', page)
    await context.close()
  }
}

/** Whatever the bot put on the Home tab; nothing there yet: no picture. */
async function takeHome({ page, take }: Camera, stage: Stage, say: (line: string) => void): Promise<void> {
  await page.goto(`${stage.slackUrl}/#/${demoTeam}/${people.agent}/app/home`)
  const home = page.getByRole('region', { name: 'Home' })
  await home.waitFor()
  const shown = await home
    .locator('[data-surface]')
    .waitFor({ timeout: 3000 })
    .then(() => true)
    .catch(() => false)
  if (shown) await take('app-home', page.locator('main'))
  else say('   app-home: skipped, the bot has put nothing on its Home tab')
}

async function takeNps({ page, take }: Camera): Promise<void> {
  const box = page.getByRole('combobox')
  await box.fill('/nps last30d')
  await box.press('Enter')
  const answer = page.getByRole('article').filter({ hasText: 'Only visible to you' })
  await answer.waitFor()
  await page.mouse.move(0, 0)
  await take('nps', answer)
}

async function shoot(
  { into, say = () => undefined }: Wish,
  name: string,
  what: Locator | Page,
): Promise<void> {
  const file = path.join(into, `${name}.png`)
  const { length } = await what.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
  say(`   ${name}.png  ${Math.round(length / 1000)} kB`)
}

/** Starts the whole thing with a story, and photographs the playground's page. */
export async function takePictures(wish: Wish): Promise<void> {
  const { into, states, databaseUrl, say = () => undefined } = wish
  await mkdir(into, { recursive: true })
  const stage = await openStage(databaseUrl)
  const browser = await openBrowser()
  try {
    say('90 days of answers, and a card in each state ...')
    await tellThePast(stage, stage.feeds.canonical)
    const cards = await tellTheStory(stage, stage.feeds.typeform, states)
    const url = `${stage.slackUrl}/#/${demoTeam}/${people.agent}/${alertChannel}`
    const { page } = await openWindow(browser, url, size)
    const camera: Camera = { page, take: (name, what) => shoot(wish, name, what) }
    for (const [state, ts] of cards) await camera.take(`card-${state}`, await onCard(page, ts))
    await takeForm(camera, cards)
    await takeOverview(browser, stage, cards, wish)
    await takeNps(camera)
    await takeHome(camera, stage, say)
  } finally {
    await browser.close()
    await stage.close()
  }
}
