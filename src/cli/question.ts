import type { Command } from 'commander'
import type { Messages } from '../messages/messages.js'
import { bindQuestion } from '../surveys/bind-question.js'
import type { CliContext, Run } from './context.js'

export function addQuestionCommands(program: Command, messages: Messages, run: Run): void {
  const text = messages.cli.question
  const group = program.command('question').description(text.about).addHelpText('after', text.examples)
  group
    .command('bind')
    .description(text.bindAbout)
    .requiredOption('--source <name>', text.source)
    .requiredOption('--key <key>', text.key)
    .requiredOption('--metric <metric>', text.metric)
    .option('--min <number>', text.min)
    .option('--max <number>', text.max)
    .option('--direction <direction>', text.direction)
    .option('--good <range>', text.good)
    .option('--bad <range>', text.bad)
    .option('--title <title>', text.title)
    .option('--survey <survey>', text.survey)
    .option('--touchpoint <touchpoint>', text.touchpoint)
    .option('--programme <programme>', text.programme)
    .addHelpText('after', text.examples)
    .action((options: Record<string, string>) => run((context) => bind(context, options)))
  group
    .command('list')
    .description(text.listAbout)
    .action(() => run(list))
}

async function bind(context: CliContext, options: Record<string, string>): Promise<void> {
  const { source = '', ...binding } = options
  const { prisma } = context.database
  const bound = await bindQuestion(
    { prisma, bell: context.bell },
    { workspaceId: context.workspaceId, sourceName: source, binding, by: 'command line', now: context.now },
  )
  const text = context.messages.cli.question
  const { metric, min, max, good, bad } = bound.scale
  const range = (band: { from: number; to: number }) =>
    band.from === band.to ? `${band.from}` : `${band.from}-${band.to}`
  context.print(text.bound(binding.key ?? '', metric, min, max))
  context.print(text.meaning(range(good), range(bad)))
  context.print(text.waiting(bound.scored, bound.quarantined, bound.raised))
}

async function list(context: CliContext): Promise<void> {
  const { prisma } = context.database
  const { workspaceId, print } = context
  const text = context.messages.cli.question
  const [questions, sources, waiting] = await Promise.all([
    prisma.question.findMany({ where: { workspaceId }, orderBy: { createdAt: 'asc' } }),
    prisma.source.findMany({ where: { workspaceId }, select: { id: true, name: true } }),
    prisma.response.groupBy({
      by: ['sourceId', 'questionKey'],
      where: { workspaceId, state: 'unbound' },
      _count: true,
    }),
  ])
  const nameOf = (id: string) => sources.find((source) => source.id === id)?.name ?? '?'
  if (questions.length === 0 && waiting.length === 0) print(text.none)
  for (const question of questions) {
    const { key, metric, min, max, direction, boundBy: by } = question
    const highIsGood = direction === 'high_is_good'
    print(
      text.line({ source: nameOf(question.sourceId), key, metric, range: `${min}-${max}`, highIsGood, by }),
    )
  }
  for (const row of waiting) print(text.waitingLine(nameOf(row.sourceId), row.questionKey, row._count))
}
