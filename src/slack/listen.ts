import { App } from '@slack/bolt'
import { bindActions } from './bind-actions.js'
import { bindCommands } from './bind-commands.js'
import { bindDrafts } from './bind-drafts.js'
import { bindForms } from './bind-forms.js'
import { bindHome } from './bind-home.js'
import { bindQuestions } from './bind-questions.js'
import { bindSummaries } from './bind-summaries.js'
import type { Binding, ClientOf, SlackDeps } from './binding.js'
import { bridgeLog } from './bridge-log.js'
import { clientOptions, type SlackAddress } from './client.js'
import type { Door } from './door.js'
import { trackInFlight, type InFlight } from './in-flight.js'
import { faultOf } from './trouble.js'

const closingMs = 1_000

/** What hears Slack through a door. */
export interface Listening {
  binding: Binding
  inFlight: InFlight
  /** Waits for what is being done, for at most `deadlineMs`, and takes no more from Slack. */
  stop(deadlineMs?: number): Promise<void>
}

/** Binds clicks, forms and commands to what comes in through the door. */
export function listen(
  deps: SlackDeps & { clientOf: ClientOf },
  door: Door,
  address: SlackAddress,
): Listening {
  const { log } = deps
  const inFlight = trackInFlight()
  const app = new App({
    receiver: door.receiver,
    // Bolt asks Slack nothing by itself, neither now nor for every click, and gets no token to ask with: whoever needs
    // a client takes the one of the team that clicked.
    authorize: () => Promise.resolve({}),
    clientOptions: clientOptions(address, log),
    logger: bridgeLog(log),
    convoStore: false,
    extendedErrorHandler: true,
  })
  app.error(({ error }: { error: Error & { original?: Error } }) => {
    log.error('what Slack sent could not be handled', faultOf(error.original ?? error))
    return Promise.resolve()
  })
  const binding = { ...deps, app, inFlight }
  bindActions(binding)
  bindForms(binding)
  bindDrafts(binding)
  bindQuestions(binding)
  bindSummaries(binding)
  bindHome(binding)
  bindCommands(binding)
  return {
    binding,
    inFlight,
    async stop(deadlineMs = 5_000) {
      // In this order: what is being answered needs the connection for its acknowledgement.
      await inFlight.drain(deadlineMs)
      if (door.link) void inFlight.track(door.link.stop())
      const drained = await inFlight.drain(closingMs)
      if (!drained) log.warn('stopped before everything for Slack was done')
    },
  }
}
