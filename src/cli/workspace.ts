import type { Command } from 'commander'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { setWorkspace } from '../workspaces/set-workspace.js'
import { allWorkspaces, workspaceById } from '../workspaces/store.js'
import type { BusinessHours, Workspace } from '../workspaces/workspace.js'
import type { CliContext, Run } from './context.js'

export function addWorkspaceCommands(program: Command, messages: Messages, run: Run): void {
  const text = messages.cli.workspace
  const group = program.command('workspace').description(text.about).addHelpText('after', text.examples)
  group
    .command('set')
    .description(text.setAbout)
    .option('--name <name>', text.name)
    .option('--time-zone <zone>', text.timeZone)
    .option('--language <code>', text.language)
    .option('--home-channel <id>', text.homeChannel)
    .option('--hours <hours>', text.hours)
    .addHelpText('after', text.examples)
    .action((options: Record<string, string>) => run((context) => set(context, options)))
  group
    .command('list')
    .description(text.listAbout)
    .action(() => run(list, 'all'))
  group
    .command('show')
    .description(text.showAbout)
    .action(() => run(show))
}

/** "1-5 09:00-17:00" or "1,2,4 08:30-16:00". */
function hoursOf(text: string): BusinessHours {
  const match = /^([1-7](?:[-,][1-7])*) (\d\d:\d\d)-(\d\d:\d\d)$/.exec(text.trim())
  if (!match)
    throw new AppError({
      code: 'bad_input',
      message: 'workspace set: hours',
      tellUser: ({ cli }) => cli.workspace.badHours,
    })
  const [, dayText = '', from = '', to = ''] = match
  const days = dayText.split(',').flatMap((part) => {
    const [first = 1, last = first] = part.split('-').map(Number)
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  })
  return { days, from, to }
}

async function set(context: CliContext, options: Record<string, string>): Promise<void> {
  const { hours, ...rest } = options
  const change = hours === undefined ? rest : { ...rest, hours: hoursOf(hours) }
  printWorkspace(
    context,
    await setWorkspace({ prisma: context.database.prisma }, context.workspaceId, change),
  )
}

async function list({ database, messages, print }: CliContext): Promise<void> {
  const text = messages.cli.workspace
  const { prisma } = database
  const installs = await prisma.chatInstall.findMany({ orderBy: { createdAt: 'asc' } })
  for (const { id, name } of await allWorkspaces({ prisma })) {
    const install = installs.find(({ workspaceId }) => workspaceId === id)
    const team = install ? text.team(install.teamName ?? install.teamId, install.goneReason) : text.noTeam
    print(text.listed(id, name, team))
  }
}

async function show(context: CliContext): Promise<void> {
  const workspace = await workspaceById({ prisma: context.database.prisma }, context.workspaceId)
  if (workspace) printWorkspace(context, workspace)
}

function printWorkspace(context: CliContext, workspace: Workspace): void {
  const text = context.messages.cli.workspace
  const { days, from, to } = workspace.hours
  context.print(text.line(text.fields.name, workspace.name))
  context.print(text.line(text.fields.timeZone, workspace.timeZone))
  context.print(text.line(text.fields.language, workspace.language))
  context.print(text.line(text.fields.homeChannel, workspace.homeChannel ?? text.unset))
  context.print(text.line(text.fields.hours, `${days.join(',')} ${from}-${to}`))
}
