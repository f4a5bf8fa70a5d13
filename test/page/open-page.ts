import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openStage, type Stage } from '../journeys/stage.js'
import { openBrowser, openWindow, type Window } from '../support/browser.js'

/** The product, and Ana in front of its page. */
export interface OpenPage {
  stage: Stage
  ana: Window
  /** Shows the channel of this name. */
  goTo(channel: RegExp): Promise<void>
  close(): Promise<void>
}

/** Registers the hooks; the page is there before the first test. */
export function usePage(): OpenPage {
  const open = {} as OpenPage
  beforeAll(async () => {
    Object.assign(open, await openPage())
  })
  // Where it could not be opened, there is nothing to close.
  afterAll(() => open.close?.())
  return open
}

async function openPage(): Promise<OpenPage> {
  const stage = await openStage()
  let browser: Browser | undefined
  const close = async (): Promise<void> => {
    await browser?.close()
    await stage.close()
  }
  try {
    browser = await openBrowser()
    const ana = await openWindow(browser, stage.slackUrl)
    const goTo: OpenPage['goTo'] = (channel) =>
      ana.page.locator('#sidebar').getByRole('button', { name: channel }).click()
    return { stage, ana, goTo, close }
  } catch (error) {
    await close()
    throw error
  }
}
