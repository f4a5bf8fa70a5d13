import { Refusal } from '../store/refusal.js'
import { flag, method, text } from './method.js'

export const authTest = method({
  name: 'auth.test',
  rate: 'rate.special',
  args: {},
  handle({ team, url }) {
    return {
      url: `${url}/`,
      team: team.name,
      user: team.botUserId.toLowerCase(),
      team_id: team.id,
      user_id: team.botUserId,
      bot_id: team.botId,
      is_enterprise_install: false,
    }
  },
})

export const userInfo = method({
  name: 'users.info',
  scopes: ['users:read'],
  rate: 'rate.tier-4',
  reads: true,
  args: { user: text, include_locale: flag.optional() },
  handle({ team }, args) {
    const user = team.users.get(args.user)
    if (!user) throw new Refusal('user.unknown')
    return {
      user: {
        id: user.id,
        team_id: team.id,
        name: user.name,
        real_name: user.realName,
        deleted: false,
        is_bot: false,
        is_app_user: false,
        tz: 'Europe/Berlin',
        profile: { real_name: user.realName, display_name: user.name, team: team.id },
      },
    }
  },
})

export const openConnection = method({
  name: 'apps.connections.open',
  rate: 'rate.tier-3',
  token: 'app',
  args: {},
  handle: ({ team, socketUrl }) => ({ url: socketUrl(team.appId) }),
})
