import { randomBytes } from 'node:crypto'
import { botEvents } from '../../src/slack/scopes.js'

export const appId = 'A0HEARD'

/** One of the teams that may install the app. */
export interface TeamOnStage {
  id: string
  word: string
  people: [string, string, string]
  home: string
  alerts: string[]
}

const channelsEach = 6

function teamOf(word: string): TeamOnStage {
  const W = word.toUpperCase()
  return {
    id: `T0${W}`,
    word,
    people: [`U0${W}1`, `U0${W}2`, `U0${W}3`],
    home: `C0${W}HOME`,
    alerts: Array.from({ length: channelsEach }, (_, index) => `C0${W}${index}`),
  }
}

export const alpha = teamOf('alpha')
export const beta = teamOf('beta')

/** The team that a channel is in. */
export function ownerOf(channel: string): string | null {
  return [alpha, beta].find((team) => channel === team.home || team.alerts.includes(channel))?.id ?? null
}

export const app = {
  clientId: '1111.2222',
  clientSecret: randomBytes(16).toString('hex'),
  signingSecret: randomBytes(16).toString('hex'),
}

/** As Slack has it: nothing is installed yet. */
export function seedTeam(team: TeamOnStage) {
  const members = team.people
  const channels = [team.home, ...team.alerts]
  return {
    id: team.id,
    name: `Team ${team.word}`,
    botUserId: `U0BOT${team.word.toUpperCase()}`,
    botId: `B0${team.word.toUpperCase()}`,
    appId,
    signingSecret: app.signingSecret,
    scopes: [],
    commands: ['/nps'],
    events: [...botEvents],
    users: members.map((id) => ({ id, name: id.toLowerCase(), realName: `${team.word} ${id}` })),
    channels: channels.map((id) => ({ id, name: id.toLowerCase(), members, botIsMember: false })),
  }
}
