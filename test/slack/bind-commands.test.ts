import { afterEach, describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { AppError } from '../../src/errors.js'
import { startSlackSide, type SlackSide, type Wish } from './slack-side.js'

let side: SlackSide | undefined
async function start(wish: Wish = {}): Promise<SlackSide> {
  side = await startSlackSide(wish)
  return side
}
afterEach(async () => {
  await side?.close()
  side = undefined
})

describe('a command', () => {
  it('answers the one who typed it', async () => {
    const asked: unknown[] = []
    const { command, replies } = await start({
      run: (request) => {
        asked.push(request)
        return Promise.resolve({ kind: 'list', list: { title: 'Help', lines: ['<one>'], smallPrint: null } })
      },
    })
    const response = await command('last7d')
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(await replies()).toMatchObject([{ response_type: 'ephemeral', text: 'Help\n• &lt;one&gt;' }])
    expect(asked).toEqual([
      {
        workspaceId: 'W1',
        text: 'last7d',
        actor: { id: 'U1', name: 'ana' },
        now: Date.UTC(2026, 10, 20, 10, 32),
        messages: messagesFor('en'),
      },
    ])
  })

  it('that cannot be read gets its examples', async () => {
    const tellUser = 'Try `/nps last30d` or `/nps <from>..<to>`'
    const run = () =>
      Promise.reject(new AppError({ code: 'bad_input', message: 'window', tellUser: () => tellUser }))
    const { command, replies } = await start({ run })
    await command('lasst30d')
    expect(await replies()).toMatchObject([{ text: 'Try `/nps last30d` or `/nps &lt;from&gt;..&lt;to&gt;`' }])
  })

  it('that meets our bug says so', async () => {
    const { command, replies } = await start()
    await command('')
    expect((await replies())[0]?.text).toMatch(/it is our fault.*[0-9a-f-]{36}$/)
  })
})
