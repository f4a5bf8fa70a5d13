import type { App } from './app.js'
import { appPlace, type Seen } from './app-state.js'
import { button, el, icon, icons } from './dom.js'
import { keepRows, type Row } from './keep.js'
import { menuButton } from './menu.js'
import { avatar } from './message.js'
import type { Channel } from './seen.js'

interface Entry {
  key: string
  name: string
  sign: string
  unread: number
  here: boolean
  archived: boolean
  go: () => void
}

function entryNode({ key, name, sign, unread, here, archived, go }: Entry): HTMLElement {
  const count = unread > 0 && !here
  const node = button(
    { class: `entry${count ? ' unread' : ''}`, 'aria-current': here ? 'page' : undefined, 'data-focus': key },
    go,
    el('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    el('span', { class: 'name' }, name),
    archived && el('span', { class: 'unseen' }, ' (archived)'),
    count && el('span', { class: 'count', 'aria-hidden': 'true' }, String(unread)),
    count && el('span', { class: 'unseen' }, `${unread} unread`),
  )
  return el('li', {}, node)
}

function list(node: HTMLElement, entries: Entry[]): void {
  const rows = entries.map((entry): Row => {
    const { key, name, unread, here, archived } = entry
    return { key, signature: JSON.stringify([name, unread, here, archived]), make: () => entryNode(entry) }
  })
  keepRows(node, rows)
}

function channelEntry(app: App, channel: Channel): Entry {
  const sign = channel.is_archived ? '▢' : channel.is_private ? '🔒' : '#'
  const here = app.place.channel === channel.id
  const { id: key, name, unread, is_archived: archived } = channel
  return { key, name, sign, unread, here, archived, go: () => app.go({ channel: key, thread: undefined }) }
}

/** Channels and the app of the workspace, unread ones in bold. */
export function sidebar(app: App, node: HTMLElement): (seen: Seen) => void {
  const title = el('h1')
  const channels = el('ul', { 'aria-labelledby': 'channels-title' })
  const apps = el('ul', { 'aria-labelledby': 'apps-title' })
  node.replaceChildren(
    title,
    el('h2', { id: 'channels-title' }, 'Channels'),
    channels,
    el('h2', { id: 'apps-title' }, 'Apps'),
    apps,
  )
  return (seen) => {
    const { team } = seen
    title.textContent = team.name
    const rooms = seen.channels.filter((channel) => !channel.is_im)
    list(
      channels,
      rooms.map((channel) => channelEntry(app, channel)),
    )
    const direct = seen.channels.find((channel) => channel.is_im)
    const here = app.place.channel === appPlace
    const tab = team.app.home_tab ? ('home' as const) : ('messages' as const)
    const go = () => app.go({ channel: appPlace, tab: direct?.unread ? 'messages' : tab, thread: undefined })
    const unread = direct?.unread ?? 0
    list(apps, [{ key: `app-${team.id}`, name: team.app.name, sign: '◆', unread, here, archived: false, go }])
  }
}

/** The workspaces, one below the other. */
export function rail(app: App, node: HTMLElement): (seen: Seen) => void {
  const teams = el('ul')
  node.replaceChildren(teams)
  return (seen) =>
    keepRows(
      teams,
      app.teams.map((team) => {
        const here = team.id === seen.team.id
        const go = () => app.go({ team: team.id, user: '', channel: '', thread: undefined })
        const props = { title: team.name, 'aria-label': team.name, 'data-focus': team.id }
        const make = () =>
          el(
            'li',
            {},
            button({ ...props, 'aria-current': here ? 'true' : undefined }, go, team.name.slice(0, 1)),
          )
        return { key: team.id, signature: `${team.name} ${here}`, make }
      }),
    )
}

/** Who is in front of the page, and everybody else whom one can be. */
export function peopleMenu(app: App, node: HTMLElement): (seen: Seen) => void {
  const shown = el('span')
  const opener = button({ class: 'me', 'data-focus': 'me' }, () => undefined, shown, icon(icons.down))
  menuButton(opener, 'Be somebody else', () => {
    const { team, user } = app.seen ?? {}
    return (team?.users ?? []).map((one) => ({
      text: one.real_name,
      description: `@${one.name}`,
      checked: one.id === user?.id,
      take: () => app.go({ user: one.id, thread: undefined }),
    }))
  })
  node.append(opener)
  return ({ user }) => {
    if (shown.dataset['user'] === user.id) return
    shown.dataset['user'] = user.id
    shown.replaceChildren(
      avatar(user.id, user.real_name),
      el('span', {}, el('span', { class: 'unseen' }, 'You are '), user.real_name),
    )
  }
}
