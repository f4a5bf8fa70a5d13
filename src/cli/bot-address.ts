import type { Config } from '../config.js'

/** Where the bot is reached: by the outside world if that is known, else on this machine. */
export function baseOf({ publicUrl, host, port }: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  return publicUrl ?? `http://${host}:${port}`
}

/** Where a survey tool posts to. */
export function urlOf(config: Parameters<typeof baseOf>[0], kind: string, token: string): string {
  return `${baseOf(config)}/webhooks/${kind}/${token}`
}
