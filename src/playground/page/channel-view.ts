import type { App } from './app.js'
import { appPlace, type Seen } from './app-state.js'
import { composer } from './composer.js'
import { act, complaint } from './door.js'
import { button, el, icon, icons } from './dom.js'
import { homeView } from './home.js'
import { menuButton } from './menu.js'
import { messageList } from './message-list.js'
import type { Channel } from './seen.js'

interface Part {
  key: string
  show: (seen: Seen) => void
}

/** What a member can do to a channel; handy to see how the app takes it. */
function channelMenu(app: App, channel: () => Channel | undefined): HTMLElement {
  const props = {
    class: 'ghost',
    'aria-label': 'Channel menu',
    title: 'Channel menu',
    'data-focus': 'channel-menu',
  }
  const deed = (name: string) => () => {
    const at = { user: app.seen?.user.id ?? '', channel: channel()?.id ?? '' }
    void act(name, at).then((outcome) => {
      const wrong = complaint(outcome)
      if (wrong !== undefined) app.complain(wrong)
      app.refresh()
    })
  }
  return menuButton(
    button(props, () => undefined, icon(icons.dots)),
    'Channel',
    () => {
      const now = channel()
      const name = app.seen?.team.app.name ?? 'the app'
      return [
        now?.app_is_member
          ? { text: `Remove ${name} from the channel`, take: deed('remove-app') }
          : { text: `Add ${name} to the channel`, take: deed('invite-app') },
        now?.is_archived
          ? { text: 'Unarchive the channel', take: deed('unarchive') }
          : { text: 'Archive the channel', take: deed('archive') },
      ]
    },
  )
}

function titleOf({ channel, team }: Seen): { title: string; about: string } {
  if (!channel || channel.is_im) return { title: team.app.name, about: 'Direct messages with the app' }
  const members = `${channel.members} ${channel.members === 1 ? 'member' : 'members'}`
  const without = channel.app_is_member ? '' : `, without ${team.app.name}`
  return {
    title: `# ${channel.name}`,
    about: `${members}${without}${channel.is_archived ? ', archived' : ''}`,
  }
}

function tabs(app: App, seen: Seen): HTMLElement {
  const now = app.place.tab ?? 'home'
  const names = { home: 'Home', messages: 'Messages' } as const
  const made = (['home', 'messages'] as const)
    .filter((tab) => tab === 'messages' || seen.team.app.home_tab)
    .map((tab) => {
      const current = tab === now ? ('page' as const) : undefined
      return button(
        { 'aria-current': current, 'data-focus': `tab ${tab}` },
        () => app.go({ tab }),
        names[tab],
      )
    })
  return el('nav', { class: 'tabs', 'aria-label': seen.team.app.name }, ...made)
}

function roomPart(app: App, node: HTMLElement, seen: Seen, key: string): Part {
  const heading = el('h2', { id: 'channel-title', tabindex: -1 })
  const about = el('p', { class: 'about' })
  const inApp = app.place.channel === appPlace
  const label = inApp ? `Messages with ${seen.team.app.name}` : `Messages in ${seen.channel?.name ?? ''}`
  const log = messageList(app, label, { newAfter: seen.readUpTo ?? null })
  const to = inApp ? seen.team.app.name : `#${seen.channel?.name ?? ''}`
  node.replaceChildren(
    el('header', {}, heading, about, !inApp && channelMenu(app, () => app.seen?.channel)),
    ...(inApp ? [tabs(app, seen)] : []),
    log.node,
    composer(app, seen, { label: `Message ${to}` }),
  )
  return {
    key,
    show(now) {
      const { title, about: words } = titleOf(now)
      heading.textContent = title
      about.textContent = words
      log.show(now)
    },
  }
}

function homePart(app: App, node: HTMLElement, seen: Seen, key: string): Part {
  const home = homeView(app)
  node.replaceChildren(
    el(
      'header',
      {},
      el('h2', { id: 'channel-title', tabindex: -1 }, seen.team.app.name),
      el('p', { class: 'about' }, 'App'),
    ),
    tabs(app, seen),
    home.node,
  )
  return { key, show: home.show }
}

/** The middle of the page: a channel, the direct messages with the app, or its Home. */
export function channelView(app: App, node: HTMLElement): (seen: Seen) => void {
  let part: Part | undefined
  return (seen) => {
    const { team, user, channel, tab } = app.place
    const key = [team, user, channel, tab].join(' ')
    if (part?.key !== key) {
      const moved = part !== undefined && document.activeElement?.closest('main') === node
      const isHome = channel === appPlace && tab !== 'messages'
      part = isHome ? homePart(app, node, seen, key) : roomPart(app, node, seen, key)
      if (moved) node.querySelector<HTMLElement>('h2')?.focus()
    }
    part.show(seen)
  }
}

/** The thread beside the channel, when one is open. */
export function threadView(app: App, node: HTMLElement): (seen: Seen) => void {
  let part: Part | undefined
  return (seen) => {
    const { thread, channel, user } = app.place
    node.hidden = thread === undefined
    if (thread === undefined) {
      part = undefined
      return node.replaceChildren()
    }
    const key = [user, channel, thread].join(' ')
    if (part?.key !== key) {
      const log = messageList(app, 'Thread', { thread, newAfter: null })
      const close = () => {
        app.go({ thread: undefined })
        document.querySelector<HTMLElement>(`main [data-key="${CSS.escape(thread)}"]`)?.focus()
      }
      const closer = button(
        { class: 'ghost', 'aria-label': 'Close thread', 'data-focus': 'close' },
        close,
        icon(icons.close),
      )
      const title = el('h2', { tabindex: -1 }, 'Thread')
      const about = el('p', { class: 'about' }, `#${seen.channel?.name ?? ''}`)
      const box = composer(app, seen, { label: 'Reply', thread })
      node.replaceChildren(el('header', {}, title, about, closer), log.node, box)
      node.onkeydown = (event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close()
      }
      part = { key, show: log.show }
      title.focus()
    }
    part.show(seen)
  }
}
