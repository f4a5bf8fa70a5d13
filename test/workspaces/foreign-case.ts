import type { Ground } from './two-workspaces.js'

/** Calls one function with the other workspace's id on this workspace's rows: what it gives must be what nothing is. */
export type Case = { gives: unknown; call: (g: Ground) => Promise<unknown> } | { spared: string }
