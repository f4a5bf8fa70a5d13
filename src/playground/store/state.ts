import type { JsonObject } from '../json.js'
import type { RateRuleId, RuleId } from '../rules/rules.js'
import type { AppSeed, TeamSeed, User } from '../seed.js'

export interface Channel {
  id: string
  name: string
  members: Set<string>
  botIsMember: boolean
  archived: boolean
  private: boolean
  /** A direct message between the app and this user. */
  im?: string
}

export interface Team extends Omit<TeamSeed, 'users' | 'channels' | 'scopes' | 'botToken'> {
  scopes: Set<string>
  users: Map<string, User>
  channels: Map<string, Channel>
  requestUrl?: string | undefined
  /** Slack no longer takes the bot token. */
  tokenRevoked?: boolean
}

export interface Message {
  ts: string
  teamId: string
  channel: string
  /** Who wrote it: a person, or the app's bot user. */
  user: string
  byApp: boolean
  text: string
  blocks: JsonObject[]
  attachments: JsonObject[]
  metadata?: JsonObject | undefined
  threadTs?: string | undefined
  broadcast: boolean
  /** Only this person sees it, and the Web API does not. */
  onlyFor?: string | undefined
  edited?: { user: string; ts: string } | undefined
  /** Slack's `mrkdwn`, `parse` and `link_names` arguments, which change how `text` reads. */
  reading: { mrkdwn: boolean; parse?: string | undefined; linkNames: boolean }
}

export interface View {
  id: string
  teamId: string
  appId: string
  userId: string
  type: 'modal' | 'home'
  json: JsonObject
  hash: string
  rootId: string
  previousId: string | null
}

export interface Trigger {
  teamId: string
  userId: string
  givenAt: number
  exchanged: boolean
}

export interface ResponseUrl {
  teamId: string
  channel: string
  user: string
  givenAt: number
  uses: number
  /** The message the click was on; for a command, the last answer to it. */
  original?: { ts: string } | undefined
}

export interface Bucket {
  tokens: number
  at: number
}

/** A bot token that was handed out, and the row that says why it is no more. */
export interface BotToken {
  teamId: string
  expiresAt: number | null
  ended: 'token.revoked' | 'token.inactive' | null
}

export interface RefreshToken {
  teamId: string
  clientId: string
  used: boolean
  ended: boolean
}

/** What an app exchanges for a token after a person said yes. */
export interface OauthCode {
  clientId: string
  teamId: string
  userId: string
  scopes: string[]
  redirectUri: string
  givenAt: number
  used: boolean
}

/** One call of the Web API, as the app's owner could see it. */
export interface CallRecord {
  method: string
  /** Whose token it came with. */
  team: string | null
  /** The channel that it named. */
  channel?: string
  ok: boolean
  error?: string
  /** The rows that refused it. */
  rules?: RuleId[]
  warnings: string[]
}

export type Rates = Record<RateRuleId, { perMinute: number; burst: number }>

/** All the stand-in knows. Changed only by the functions of this folder and the methods; the time is always handed in. */
export interface State {
  teams: Map<string, Team>
  /** By client id. */
  apps: Map<string, AppSeed>
  tokens: Map<string, BotToken>
  refreshTokens: Map<string, RefreshToken>
  codes: Map<string, OauthCode>
  /** By channel, in the order of `ts`, ephemerals among them. */
  messages: Map<string, Message[]>
  views: Map<string, View>
  /** Open modals by user, the top one last. */
  stacks: Map<string, string[]>
  homes: Map<string, string>
  /** By user and channel: the `ts` up to which the person has read. */
  readUpTo: Map<string, string>
  triggers: Map<string, Trigger>
  responseUrls: Map<string, ResponseUrl>
  buckets: Map<string, Bucket>
  calls: CallRecord[]
  /** Hears every call. */
  onCall: (call: CallRecord) => void
  rates: Rates
  lastMicros: number
  newId: () => string
}
