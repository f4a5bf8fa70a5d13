import { type App, surfaceOf } from './app.js'
import type { Seen } from './app-state.js'
import { blockNodes } from './blocks.js'
import { act, complaint } from './door.js'
import { el } from './dom.js'
import { readFields } from './fields.js'
import { keepRows } from './keep.js'

/** The app's Home: what it published for this person. */
export function homeView(app: App): { node: HTMLElement; show: (seen: Seen) => void } {
  const node = el('div', { class: 'home', tabindex: 0, role: 'region', 'aria-label': 'Home' })
  return {
    node,
    show(seen) {
      const { home } = seen
      if (!home) {
        const text = `${seen.team.app.name} has not put anything here yet.`
        return keepRows(node, [
          { key: 'none', signature: 'none', make: () => el('p', { class: 'hint' }, text) },
        ])
      }
      const use = async (used: object) => {
        const wrong = complaint(await act('click', { user: seen.user.id, view_id: home.id, ...used }))
        app.refresh()
        return wrong
      }
      const make = () => {
        const surface = { ...surfaceOf(app, seen, use), entered: readFields(node) }
        return el('div', { class: 'content', 'data-surface': home.id }, ...blockNodes(home.blocks, surface))
      }
      keepRows(node, [{ key: home.id, signature: `${home.hash} ${Math.floor(seen.now / 60_000)}`, make }])
    },
  }
}
