import { z } from 'zod'

const User = z.strictObject({
  id: z.string().regex(/^[UW][A-Z0-9]+$/),
  name: z.string().min(1),
  realName: z.string().min(1),
})

const Channel = z.strictObject({
  id: z.string().regex(/^[CG][A-Z0-9]+$/),
  name: z.string().min(1),
  members: z.array(z.string()),
  botIsMember: z.boolean(),
  archived: z.boolean().default(false),
  private: z.boolean().default(false),
})

/** One of the app's shortcuts: global ones stand beside the message box, the others in a message's menu. */
const Shortcut = z.strictObject({
  type: z.enum(['global', 'message']),
  name: z.string().min(1).max(24),
  callbackId: z.string().min(1).max(255),
})

const Team = z.strictObject({
  id: z.string().regex(/^T[A-Z0-9]+$/),
  name: z.string().min(1),
  /** The first part of the team's permalinks. */
  domain: z.string().optional(),
  /** Left out: the app is not installed yet. */
  botToken: z.string().startsWith('xoxb-').optional(),
  botUserId: z.string().regex(/^[UW][A-Z0-9]+$/),
  botId: z.string().regex(/^B[A-Z0-9]+$/),
  appId: z.string().regex(/^A[A-Z0-9]+$/),
  /** What the app is called beside its messages. */
  appName: z.string().min(1).default('App'),
  /** Belongs to the app: teams with the same appId share it. */
  appToken: z.string().startsWith('xapp-').optional(),
  signingSecret: z.string().min(1),
  scopes: z.array(z.string()),
  /** The app's slash commands; left out, every command goes to the app. */
  commands: z.array(z.string().startsWith('/')).optional(),
  /** What the message box says beside a command: its usage hint. */
  commandHints: z.record(z.string(), z.string()).default({}),
  shortcuts: z.array(Shortcut).max(10).default([]),
  /** Whether the app's settings have the Home tab switched on. */
  homeTab: z.boolean().default(true),
  /** Event types the app subscribed to. */
  events: z.array(z.string()).default([]),
  /** Where Slack sends interactions, commands and events. Settable later. */
  requestUrl: z.url().optional(),
  users: z.array(User),
  channels: z.array(Channel),
})

/** An app that teams install by OAuth: those with its appId. */
const App = z.strictObject({
  appId: z.string().regex(/^A[A-Z0-9]+$/),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** Where Slack may send people back to. Settable later. */
  redirectUris: z.array(z.url()).default([]),
  scopes: z.array(z.string()),
  tokenRotation: z.boolean().default(false),
})

/** The workspaces the stand-in starts with. Ids and tokens are unique over all of them. */
const Teams = z.strictObject({ teams: z.array(Team).min(1), apps: z.array(App).default([]) })
export const Seed = Teams.superRefine((seed, context) => {
  const all = seed.teams.flatMap((team) => [
    team.id,
    ...(team.botToken === undefined ? [] : [team.botToken]),
    team.botUserId,
    ...team.users.map((user) => user.id),
    ...team.channels.map((channel) => channel.id),
  ])
  const twice = all.find((id, index) => all.indexOf(id) !== index)
  if (twice)
    context.addIssue({ code: 'custom', message: `an id or token is used twice (${twice.slice(0, 12)})` })
})
export type Seed = z.input<typeof Seed>
export type AppSeed = z.output<typeof App>
export type TeamSeed = z.output<typeof Team>
export type User = z.output<typeof User>
