import { randomBytes } from 'node:crypto'
import { messagesFor } from '../messages/messages.js'
import type { Seed } from '../playground/seed.js'
import { botEvents, botScopes } from '../slack/scopes.js'

export const demoTeam = 'T0DEMO'
export const alertChannel = 'C0ALERTS'
export const homeChannel = 'C0HOME'
export const people = { agent: 'U0ANA', other: 'U0BEN', manager: 'U0MEI' }

export interface DemoSlack {
  seed: Seed
  botToken: string
  signingSecret: string
}

/** One team with three people, and two channels that the bot was invited to. Secrets are new in every run. */
export function demoSlack(): DemoSlack {
  const botToken = `xoxb-${randomBytes(12).toString('hex')}`
  const signingSecret = randomBytes(16).toString('hex')
  const members = Object.values(people)
  const seed: Seed = {
    teams: [
      {
        id: demoTeam,
        name: 'Demo team',
        botToken,
        botUserId: 'U0HEARD',
        botId: 'B0HEARD',
        appId: 'A0HEARD',
        appName: 'Heard',
        signingSecret,
        scopes: botScopes.map((scope) => scope.scope),
        commands: ['/nps', '/heard'],
        commandHints: {
          '/nps': messagesFor('en').score.npsUsageHint,
          '/heard': messagesFor('en').person.usageHint,
        },
        events: [...botEvents],
        users: [
          { id: people.agent, name: 'ana', realName: 'Ana Costa' },
          { id: people.other, name: 'ben', realName: 'Ben Ito' },
          { id: people.manager, name: 'mei', realName: 'Mei Larsen' },
        ],
        channels: [
          { id: alertChannel, name: 'customer-alerts', members, botIsMember: true },
          { id: homeChannel, name: 'heard-home', members, botIsMember: true },
        ],
      },
    ],
  }
  return { seed, botToken, signingSecret }
}
