import { z } from 'zod'
import { askerOf, type Binding } from './binding.js'
import { troubleText } from './trouble.js'

const Opened = z.object({ team_id: z.string() })

/** Somebody opened Heard's home tab. Slack may tell it twice, which does no harm. */
export function bindHome(binding: Binding): void {
  binding.app.event('app_home_opened', async ({ body, event }) => {
    if (event.tab !== 'home') return
    await binding.inFlight.track(opened(binding, body, event.user))
  })
}

async function opened(binding: Binding, body: unknown, personId: string): Promise<void> {
  try {
    const asker = await askerOf(binding, Opened.parse(body).team_id, personId)
    if (!asker) return
    await binding.desk.homeOpened({ workspaceId: asker.workspaceId, platform: 'slack', personId })
  } catch (error) {
    troubleText(binding, 'home', error, binding.messagesFor('en'))
  }
}
