import type { Command } from 'commander'
import type { Messages } from '../messages/messages.js'
import { bindQuestion } from '../surveys/bind-question.js'
import { askAgain, ignoreQuestion } from '../surveys/ignore-question.js'
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
    .command('ignore')
    .description(text.ignoreAbout)
    .requiredOption('--source <name>', text.source)
    .requiredOption('--key <key>', text.key)
    .addHelpText('after', text.ignoreExamples)
    .action((named: Named) => run((context) => ignoreOne(context, named)))
  group
    .command('ask')
    .description(text.askAbout)
    .requiredOption('--source <name>', text.source)
    .requiredOption('--key <key>', text.key)
    .addHelpText('after', text.askExamples)
    .action((named: Named) => run((context) => askOne(context, named)))
  group
    .command('list')
    .description(text.listAbout)
    .action(() => run(list))
}

interface Named {
  source: string
  key: string
}

async function ignoreOne(context: CliContext, { source, key }: Named): Promise<void> {
  await ignoreQuestion(depsOf(context), namedIn(context, source, key))
  context.print(context.messages.cli.question.ignored(key))
}

async function askOne(context: CliContext, { source, key }: Named): Promise<void> {
  await askAgain(depsOf(context), namedIn(context, source, key))
  context.print(context.messages.cli.question.askedAgain(key))
}

function depsOf({ database: { prisma }, bell }: CliContext) {
  return { prisma, bell }
}

function namedIn({ workspaceId, now }: CliContext, sourceName: string, key: string) {
  return { workspaceId, sourceName, key, by: 'command line', now }
}

async function bind(context: CliContext, options: Record<string, string>): Promise<void> {
  const { source = '', ...binding } = options
  const bound = await bindQuestion(depsOf(context), {
    workspaceId: context.workspaceId,
    sourceName: source,
    binding,
    by: 'command line',
    now: context.now,
  })
  const text = context.messages.cli.question
  const { metric, min, max, good, bad } = bound.scale
  const range = (band: { from: number; to: number }) =>
    band.from === band.to ? `${band.from}` : `${band.from}-${band.to}`
  context.print(text.bound(binding.key ?? '', metric, min, max))
  context.print(text.meaning(range(good), range(bad)))
  context.print(text.waiting(bound.scored, bound.quarantined, bound.raised))
  if (bound.older > 0) context.print(`  ${context.messages.binding.older(bound.older)}`)
}

async function list(context: CliContext): Promise<void> {
  const { prisma } = context.database
  const { workspaceId, print } = context
  const text = context.messages.cli.question
  const [questions, sources, waiting, ignored] = await Promise.all([
    prisma.question.findMany({ where: { workspaceId }, orderBy: { createdAt: 'asc' } }),
    prisma.source.findMany({ where: { workspaceId }, select: { id: true, name: true } }),
    prisma.response.groupBy({
      by: ['sourceId', 'questionKey'],
      where: { workspaceId, state: 'unbound' },
      _count: true,
    }),
    prisma.ignoredQuestion.findMany({ where: { workspaceId }, orderBy: { createdAt: 'asc' } }),
  ])
  const isIgnored = (sourceId: string, key: string) =>
    ignored.some((one) => one.sourceId === sourceId && one.key === key)
  const nameOf = (id: string) => sources.find((source) => source.id === id)?.name ?? '?'
  if (questions.length + waiting.length + ignored.length === 0) print(text.none)
  for (const question of questions) {
    const { key, metric, min, max, direction, boundBy: by } = question
    const highIsGood = direction === 'high_is_good'
    print(
      text.line({ source: nameOf(question.sourceId), key, metric, range: `${min}-${max}`, highIsGood, by }),
    )
  }
  for (const { sourceId, key, byName } of ignored) print(text.ignoredLine(nameOf(sourceId), key, byName))
  for (const { sourceId, questionKey: key, _count: n } of waiting) {
    if (!isIgnored(sourceId, key)) print(text.waitingLine(nameOf(sourceId), key, n))
  }
}
