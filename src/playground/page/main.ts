import type { App } from './app.js'
import { appPlace, type Place, readPlace, type Seen, settle, settleChannel, writePlace } from './app-state.js'
import { channelView, threadView } from './channel-view.js'
import { act, look } from './door.js'
import { asker, modals } from './modal.js'
import type { Channel, Message, Team, View } from './seen.js'
import { peopleMenu, rail, sidebar } from './sidebar.js'
import { themeButton } from './theme.js'

const againMs = 30_000
const toldMs = 10_000

function byId(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page has no ${id}`)
  return found
}

/** Everything the person sees at this place. */
async function lookAround(app: App): Promise<Seen> {
  const wanted = app.place
  const team = app.teams.find((one) => one.id === wanted.team) ?? app.teams[0]
  const user = team?.users.find((one) => one.id === wanted.user) ?? team?.users[0]
  if (!team || !user) throw new Error('nobody is here')
  const { channels } = await look<{ channels: Channel[] }>('channels', { user: user.id })
  if (app.place === wanted) app.place = settleChannel(wanted, channels)
  const isApp = app.place.channel === appPlace
  const channel = channels.find((one) => (isApp ? one.is_im : one.id === app.place.channel))
  const empty = { messages: [], read_up_to: null, now: undefined }
  const [room, open] = await Promise.all([
    channel
      ? look<{ messages: Message[]; read_up_to: string | null; now: number }>('messages', {
          user: user.id,
          channel: channel.id,
        })
      : empty,
    look<{ views: View[]; home: View | null; now: number }>('views', { user: user.id }),
  ])
  const { messages, read_up_to: readUpTo } = room
  return { team, user, channels, channel, messages, readUpTo: readUpTo ?? undefined, ...open }
}

/** What is on the screen is read, unless nobody looks at it. */
async function markRead(app: App, { user, channel, messages, readUpTo }: Seen): Promise<void> {
  const last = messages.at(-1)?.ts
  const looking =
    document.visibilityState === 'visible' && (app.place.channel !== appPlace || app.place.tab === 'messages')
  if (!channel || last === undefined || !looking || Number(last) <= Number(readUpTo ?? 0)) return
  await act('read', { user: user.id, channel: channel.id, ts: last })
}

/** Runs `work` at once, and once more after it when asked meanwhile: never twice at the same time. */
function oneAtATime(work: () => Promise<void>): () => void {
  let running = false
  let again = false
  const run = async (): Promise<void> => {
    running = true
    do {
      again = false
      await work()
    } while (again)
    running = false
  }
  return () => {
    if (running) again = true
    else void run()
  }
}

function teller(): (sentence: string) => void {
  const node = byId('told')
  let timer = 0
  return (sentence) => {
    clearTimeout(timer)
    node.textContent = sentence
    timer = setTimeout(() => (node.textContent = ''), toldMs)
  }
}

/** Entering a tab of the app's home is something the app hears of. */
function enter(place: Place, before: Place | undefined): void {
  const moved =
    !before || before.channel !== place.channel || before.tab !== place.tab || before.user !== place.user
  if (place.channel === appPlace && moved)
    void act('open-home', { user: place.user, tab: place.tab ?? 'home' })
}

function live(app: App): void {
  const source = new EventSource('/people/live')
  const lost = byId('lost')
  source.addEventListener('change', () => app.refresh())
  source.addEventListener('open', () => (lost.hidden = true))
  source.addEventListener('error', () => (lost.hidden = false))
}

async function start(): Promise<void> {
  const { teams } = await look<{ teams: Team[] }>('teams')
  const app: App = {
    teams,
    place: settle(readPlace(location.hash), teams),
    seen: undefined,
    go: (to) => (location.hash = writePlace({ ...app.place, ...to })),
    refresh: () => undefined,
    complain: teller(),
    confirm: asker(),
  }
  themeButton(byId('tools'))
  const shows = [
    rail(app, byId('workspaces')),
    sidebar(app, byId('sidebar')),
    peopleMenu(app, byId('tools')),
    channelView(app, byId('channel')),
    threadView(app, byId('thread')),
    modals(app),
  ]
  app.refresh = oneAtATime(async () => {
    try {
      const wanted = app.place
      const seen = await lookAround(app)
      if (writePlace(wanted) !== writePlace(app.place)) history.replaceState(null, '', writePlace(app.place))
      app.seen = seen
      for (const show of shows) show(seen)
      document.title = `${seen.channel?.is_im ? seen.team.app.name : (seen.channel?.name ?? '')} · ${seen.team.name}`
      await markRead(app, seen)
    } catch {
      byId('lost').hidden = false
    }
  })
  addEventListener('hashchange', () => {
    const before = app.place
    app.place = settle(readPlace(location.hash), teams)
    enter(app.place, before)
    app.refresh()
  })
  document.querySelector('.skip')?.addEventListener('click', (event) => {
    event.preventDefault()
    byId('channel-title').focus()
  })
  addEventListener('visibilitychange', () => app.refresh())
  await act('reload', { user: app.place.user })
  enter(app.place, undefined)
  app.refresh()
  live(app)
  setInterval(() => app.refresh(), againMs)
}

void start()
