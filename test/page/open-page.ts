import type { Browser } from 'playwright-core'
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

export async function openPage(): Promise<OpenPage> {
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
