import { expect } from 'vitest'
import { signatureHeaders } from '../../src/playground/app/sign.js'
import { until } from './stage.js'
import type { TeamsStage } from './teams-stage.js'
import { app, type TeamOnStage } from './teams.js'

/** What Slack sends again when nobody answered it, long after. @param told what the token says of itself when asked */
export async function lateEvent(stage: TeamsStage, team: TeamOnStage, told?: string): Promise<void> {
  const body = JSON.stringify({
    type: 'event_callback',
    team_id: team.id,
    event_id: 'EvLATE',
    event_time: 1,
    event: { type: 'app_uninstalled' },
  })
  const headers = {
    'content-type': 'application/json',
    ...signatureHeaders(app.signingSecret, body, Date.now()),
  }
  const asked = stage.calls.length
  const reply = await fetch(`${stage.url}/slack/events`, { method: 'POST', headers, body })
  expect(reply.status).toBe(200)
  await until('Heard to ask for its token', async () =>
    stage.calls.slice(asked).some(({ method, error }) => method === 'auth.test' && error === told)
      ? true
      : undefined,
  )
}
