import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The Chromium of this machine; HEARD_TEST_CHROMIUM names another. Undefined: there is none. */
export function chromiumPath(): string | undefined {
  const named = process.env['HEARD_TEST_CHROMIUM']
  return [...(named ? [named] : []), ...usual].find((place) => existsSync(place))
}

/** For describe.skipIf: says loudly what is then not tested. */
export function withoutBrowser(): boolean {
  if (chromiumPath() !== undefined) return false
  process.stdout.write('\nSKIPPED: no chromium: the page in front of the stand-in was NOT tested\n\n')
  return true
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('no chromium on this machine')
  return chromium.launch({ executablePath, headless: true, args: flags })
}

/** Long for this machine's page, short enough that a failing test says where it stood. */
const waitMs = 60_000

export interface Look {
  theme?: 'light' | 'dark'
  width?: number
  height?: number
}

/** A window of its own: nothing stored, a fixed zone and language, and every fault of the page's scripts is heard. */
export async function openWindow(browser: Browser, url: string, look: Look = {}): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: look.height ?? 900 },
    deviceScaleFactor: 1,
    colorScheme: look.theme ?? 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  context.setDefaultTimeout(waitMs)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    // What the stand-in refuses is an answer, although the browser reports its status as a fault.
    const refused = /status of 4\d\d/.test(message.text()) && message.location().url.includes('/people/')
    if (message.type() === 'error' && !refused) faults.push(message.text())
  })
  await page.goto(url)
  await page
    .getByRole('log')
    .or(page.getByRole('region', { name: 'Home' }))
    .first()
    .waitFor()
  return { context, page, faults }
}

export interface Window {
  context: BrowserContext
  page: Page
  /** What the browser complained of: script errors, refused loads. */
  faults: string[]
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  impact: string
  nodes: { html: string }[]
}

export interface Finding {
  rule: string
  impact: string
  where: string[]
}

/** What axe holds against the page as it stands, worst first. */
export async function findings(page: Page): Promise<Finding[]> {
  await page.evaluate(axeSource)
  const result = await page.evaluate<Violation[]>('axe.run().then((result) => result.violations)')
  const order = ['critical', 'serious', 'moderate', 'minor']
  return result
    .map(({ id, impact, nodes }) => ({
      rule: id,
      impact,
      where: nodes.map((node) => node.html.slice(0, 160)),
    }))
    .sort((one, other) => order.indexOf(one.impact) - order.indexOf(other.impact))
}
