import { AppError } from '../errors.js'
import type { Workspace } from '../workspaces/workspace.js'

export interface WantedWorkspace {
  /** all: the command is about all of them, and any will do. */
  scope: 'one' | 'all'
  /** As it was typed: an id, or a name whatever its case. */
  named?: string | undefined
}

/** The workspace that a command means: the one that was named, or the only one. What is wrong is told with the choices. */
export function chooseWorkspace(
  all: readonly Workspace[],
  { scope, named }: WantedWorkspace,
): Workspace | AppError {
  const wanted = named?.trim().toLowerCase()
  const found = all.filter(
    ({ id, name }) => wanted === undefined || id === wanted || name.trim().toLowerCase() === wanted,
  )
  const [first] = found
  if (first && (found.length === 1 || scope === 'all')) return first
  const choices = all.map(({ id, name }) => ({ id, name }))
  return new AppError({
    code: 'bad_input',
    message: 'which workspace',
    tellUser: ({ cli }) => cli.workspace.which(choices, found.length > 0),
  })
}
