import type { Command } from 'commander'
import { listRoutes, setRoute, type RouteLine } from '../alerts/set-route.js'
import type { Messages } from '../messages/messages.js'
import type { CliContext, Run } from './context.js'

export function addRouteCommands(program: Command, messages: Messages, run: Run): void {
  const text = messages.cli.route
  const group = program.command('route').description(text.about).addHelpText('after', text.examples)
  group
    .command('set')
    .description(text.setAbout)
    .requiredOption('--channel <id>', text.channel)
    .option('--metric <metric>', text.metric)
    .option('--severity <severity>', text.severity)
    .option('--survey <survey>', text.survey)
    .option('--source <name>', text.source)
    .addHelpText('after', text.examples)
    .action((options: Record<string, string>) => run((context) => set(context, options)))
  group
    .command('list')
    .description(text.listAbout)
    .action(() => run(list))
}

async function set(context: CliContext, options: Record<string, string>): Promise<void> {
  const { database, newId, workspaceId, now, messages, print } = context
  const route = await setRoute({ prisma: database.prisma, newId }, workspaceId, options, now)
  print(lineOf(messages, route))
  print(messages.cli.route.join(route.channel))
}

async function list(context: CliContext): Promise<void> {
  const routes = await listRoutes({ prisma: context.database.prisma }, context.workspaceId)
  if (routes.length === 0) context.print(context.messages.cli.route.none)
  for (const route of routes) context.print(lineOf(context.messages, route))
}

function lineOf(messages: Messages, route: RouteLine): string {
  const text = messages.cli.route
  const conditions = [
    route.metric,
    route.severity,
    route.survey && text.ofSurvey(route.survey),
    route.source && text.ofSource(route.source),
  ]
  const shown = conditions.filter((condition) => condition !== null)
  return text.line(shown.length === 0 ? text.everything : shown.join(', '), route.channel)
}
