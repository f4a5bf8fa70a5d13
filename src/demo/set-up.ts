import { setRoute } from '../alerts/set-route.js'
import type { Clock } from '../clock.js'
import type { NewId } from '../ids.js'
import type { Heard } from '../main.js'
import { addSource } from '../surveys/add-source.js'
import { bindQuestion } from '../surveys/bind-question.js'
import { setWorkspace } from '../workspaces/set-workspace.js'
import { firstWorkspace } from '../workspaces/store.js'
import type { Feed } from './outsider/deliveries.js'
import { alertChannel, homeChannel } from './slack-seed.js'

/** What `heard source add`, `question bind`, `route set` and `workspace set` do, in one go. */
export async function setUpDemo(
  heard: Heard,
  deps: { clock: Clock; newId: NewId },
): Promise<{ typeform: Feed; canonical: Feed }> {
  const { prisma } = heard.data.database
  const now = deps.clock()
  const workspace = await firstWorkspace({ prisma, newId: deps.newId }, now)
  await setWorkspace({ prisma }, workspace.id, { name: 'Demo team', homeChannel })
  await setRoute({ prisma, newId: deps.newId }, workspace.id, { channel: alertChannel }, now)
  async function feed(kind: string, name: string): Promise<Feed> {
    const input = { workspaceId: workspace.id, kind, name, now }
    const added = await addSource({ prisma, sealer: heard.sealer, newId: deps.newId }, input)
    return { url: `${heard.url}/webhooks/${kind}/${added.token}`, secret: added.madeSecret ?? '' }
  }
  const feeds = {
    typeform: await feed('typeform', 'relationship'),
    canonical: await feed('canonical', 'our-app'),
  }
  const effort = {
    key: 'how-much-effort',
    metric: 'ces',
    min: 1,
    max: 7,
    direction: 'low_is_good',
    title: 'How much effort did you have to put in?',
  }
  await bindQuestion(
    { prisma, bell: heard.queue.bell },
    { workspaceId: workspace.id, sourceName: 'our-app', binding: effort, by: 'demo', now },
  )
  return feeds
}
