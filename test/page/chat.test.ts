import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { actions, button, inputBlock, modal, plain, section } from '../playground/payloads.js'
import { startStandIn } from '../../src/playground/stand-in.js'
import { seedOf, stand, type Stand } from '../playground/stand.js'
import { openBrowser, openWindow, withoutBrowser } from '../support/browser.js'

const shortcuts = [
  { type: 'global', name: 'Log feedback', callbackId: 'log' },
  { type: 'message', name: 'Make it a card', callbackId: 'card' },
]
const team = {
  ...{ appName: 'Heard', commands: ['/nps', '/csat'], commandHints: { '/nps': 'last30d' }, shortcuts },
  events: ['app_home_opened', 'message.im'],
}
const hostile = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script> <b>bold</b>'

describe.skipIf(withoutBrowser())('the page is a chat', () => {
  let browser: Browser
  let t: Stand
  let faults: string[][]

  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    t = await stand({ team })
    faults = []
  })
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
    await t.close()
    expect(faults.flat()).toEqual([])
  })

  async function as(user: string, rest = 'C1'): Promise<Page> {
    const window = await openWindow(browser, `${t.slack.url}/#/T1/${user}/${rest}`)
    faults.push(window.faults)
    return window.page
  }
  const box = (page: Page) => page.locator('main').getByRole('combobox')

  it('shows hostile text as text, wherever it stands', async () => {
    const rich = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: hostile }] }],
    }
    const link = {
      type: 'section',
      text: { type: 'mrkdwn', text: '<javascript:alert(1)|press me> &lt;!channel&gt;' },
    }
    await t.ok('chat.postMessage', { channel: 'C1', text: 'card', blocks: [section(hostile), rich, link] })
    const page = await as('U1')
    await page.getByRole('article').waitFor()

    expect(await page.getByText(hostile, { exact: true }).count()).toBe(2)
    expect(await page.getByText('<!channel>').count()).toBe(1)
    expect(await page.locator('main img, main script, main article b, main article a').count()).toBe(0)
    expect(await page.evaluate('window.hurt')).toBeUndefined()
  })

  it('lets two people see each other at once, and each only their own ephemerals', async () => {
    const [ana, ben] = [await as('U1'), await as('U2')]
    await t.ok('chat.postEphemeral', { channel: 'C1', user: 'U2', text: 'psst, Ben' })
    await ben.getByText('psst, Ben').waitFor()
    await box(ana).fill('Hello *Ben*')
    await box(ana).press('Enter')
    await ben
      .getByRole('article', { name: /^Ana Ito/ })
      .getByText('Hello Ben')
      .waitFor()

    expect(await ana.getByText('psst, Ben').count()).toBe(0)
    await ben.reload()
    await ben.getByText('Hello Ben').waitFor()
    expect(await ben.getByText('psst, Ben').count()).toBe(0)
  })

  it('counts what was not read, and forgets it once it was seen', async () => {
    await t.ok('chat.postMessage', { channel: 'C1', text: 'One' })
    await t.ok('chat.postMessage', { channel: 'C1', text: 'Two' })
    const page = await as('U2', 'C2')
    await page.getByRole('button', { name: /care.*2 unread/ }).click()
    await page.getByText('Two').waitFor()
    await page.getByRole('button', { name: /elsewhere/ }).click()
    await page.getByRole('heading', { name: '# elsewhere' }).waitFor()

    expect(await page.getByRole('button', { name: /unread/ }).count()).toBe(0)
  })

  it('completes commands, and the arrow up brings back what was typed', async () => {
    const app = await t.app({ body: JSON.stringify({ text: 'NPS 40' }) })
    const page = await as('U1')
    await box(page).pressSequentially('/n')
    await page.getByRole('option', { name: '/nps' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.type('last30d')
    await page.keyboard.press('Enter')
    await page.getByText('NPS 40').waitFor()
    await page.keyboard.type('/nope')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('not a valid command').waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')

    expect(await box(page).inputValue()).toBe('/nps last30d')
    expect(new URLSearchParams(app.requests[0]?.body).get('text')).toBe('last30d')
    await page.keyboard.press('ArrowDown')
    expect(await box(page).inputValue()).toBe('/nope')
  })

  it('is worked by the keyboard alone: message, button, form, its error, and back', async () => {
    const app = await t.app({ body: '' })
    await t.ok('chat.postMessage', {
      channel: 'C1',
      text: 'card',
      blocks: [section('card'), actions(button())],
    })
    const page = await as('U1')
    await page.getByRole('article').waitFor()
    for (let tabs = 0; tabs < 20 && (await page.locator('[role=log]:focus').count()) === 0; tabs += 1)
      await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowUp')
    expect(await page.locator('article:focus').count()).toBe(1)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => app.requests.length).toBe(1)
    const entry = { type: 'plain_text_input', min_length: 3 }
    await t.ok('views.open', { trigger_id: app.payload().trigger_id, view: modal([inputBlock(entry)]) })
    const form = page.getByRole('dialog')
    await form.waitFor()

    expect(await form.getByRole('textbox').and(page.locator(':focus')).count()).toBe(1)
    await page.keyboard.type('ab')
    await page.keyboard.press('Enter')
    await form.getByText('Please lengthen your answer.').waitFor()
    expect(await form.locator('[aria-invalid=true]:focus').count()).toBe(1)
    for (let tabs = 0; tabs < 8; tabs += 1) await page.keyboard.press('Tab')
    expect(await page.locator('main :focus, nav :focus').count()).toBe(0)
    await form.getByRole('textbox').focus()
    await page.keyboard.press('End')
    await page.keyboard.type('c')
    await page.keyboard.press('Enter')
    await form.waitFor({ state: 'hidden' })
    expect(await page.locator('article button:focus').count()).toBe(1)
    expect(JSON.stringify(app.payload(1))).toContain('"value":"abc"')
  })

  it('closes a form with Escape, and the app is told when it asked to be', async () => {
    const app = await t.app({ body: '' })
    const page = await as('U1')
    await page.getByRole('button', { name: 'Shortcuts' }).click()
    await page.getByRole('menuitem', { name: 'Log feedback' }).click()
    await expect.poll(() => app.requests.length).toBe(1)
    const view = modal([section('Really?')], { title: plain('Look'), notify_on_close: true })
    await t.ok('views.open', { trigger_id: app.payload().trigger_id, view })
    await page.getByRole('dialog', { name: 'Look' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })

    expect(app.payload()).toMatchObject({ type: 'shortcut', callback_id: 'log' })
    await expect.poll(() => app.requests.length).toBe(2)
    expect(app.payload(1)).toMatchObject({ type: 'view_closed' })
  })

  it('uses a shortcut on a message, and opens a thread beside it', async () => {
    const app = await t.app({ body: '' })
    const { ts } = await t.ok('chat.postMessage', { channel: 'C1', text: 'A complaint' })
    const page = await as('U1')
    await page.getByRole('article').hover()
    await page.getByRole('button', { name: 'More message shortcuts' }).click()
    await page.getByRole('menuitem', { name: 'Make it a card' }).click()
    await expect.poll(() => app.requests.length).toBe(1)
    expect(app.payload()).toMatchObject({ type: 'message_action', callback_id: 'card', message_ts: ts })
    await page.getByRole('button', { name: 'Reply in thread' }).click()
    const thread = page.getByRole('complementary')
    await thread.getByRole('combobox').fill('On it')
    await thread.getByRole('combobox').press('Enter')
    await thread.getByRole('article', { name: /^Ana Ito/ }).waitFor()
    await page.getByRole('button', { name: /1 reply/ }).waitFor()
  })

  it("shows the app's Home and direct messages", async () => {
    const app = await t.app({ body: '' })
    const page = await as('U1')
    await page.getByRole('button', { name: 'Heard', exact: true }).click()
    await expect.poll(() => app.requests.length).toBe(1)
    expect(JSON.parse(app.requests[0]?.body ?? '')).toMatchObject({
      event: { type: 'app_home_opened', tab: 'home' },
    })
    const home = { type: 'home', blocks: [section('My loops'), actions(button())] }
    await t.ok('views.publish', { user_id: 'U1', view: home })
    await page.getByRole('region', { name: 'Home' }).getByText('My loops').waitFor()
    await page.getByRole('region', { name: 'Home' }).getByRole('button').click()
    await expect.poll(() => app.requests.length).toBe(2)
    expect(app.payload(1)).toMatchObject({ type: 'block_actions', container: { type: 'view' } })
    await page.getByRole('button', { name: 'Messages', exact: true }).click()
    await box(page).fill('Hello, you')
    await box(page).press('Enter')
    await page.getByRole('article', { name: /^Ana Ito/ }).waitFor()
    await expect.poll(() => app.requests.map(({ body }) => body).join('')).toContain('"channel_type":"im"')
  })

  it('says that the connection is lost, and comes back by itself', async () => {
    const first = await startStandIn({ seed: seedOf(), clock: () => Date.now() })
    const { page } = await openWindow(browser, `${first.url}/#/T1/U1/C1`)
    const lost = page.getByRole('status').filter({ hasText: 'The connection is lost' })
    await first.close()
    await lost.waitFor()
    const port = Number(new URL(first.url).port)
    const again = await startStandIn({ seed: seedOf(), clock: () => Date.now(), port })
    await lost.waitFor({ state: 'hidden' })
    const message = { channel: 'C1', text: 'I am back' }
    const headers = { authorization: 'Bearer xoxb-acme', 'content-type': 'application/json' }
    await fetch(`${again.apiUrl}chat.postMessage`, { method: 'POST', headers, body: JSON.stringify(message) })
    await page.getByText('I am back').waitFor()
    await page.close()
    await again.close()
  })

  it('switches people and workspaces, and remembers light or dark', async () => {
    const page = await as('U1')
    await page.getByRole('button', { name: /^You are Ana Ito/ }).click()
    await page.getByRole('menuitemradio', { name: /Ben Okoro/ }).click()
    await page.getByRole('button', { name: /elsewhere/ }).waitFor()
    await page.getByRole('button', { name: 'Other', exact: true }).click()
    await page.getByRole('button', { name: /^You are Zoe/ }).waitFor()
    await page.getByRole('button', { name: 'Dark' }).click()
    await page.reload()

    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    await page.getByRole('button', { name: /^You are Zoe/ }).waitFor()
  })
})
