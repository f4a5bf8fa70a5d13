import type { Command } from 'commander'
import { systemClock } from '../clock.js'
import { AppError, type Sentence } from '../errors.js'
import { openLog } from '../logging/log.js'
import type { Messages } from '../messages/messages.js'
import { openIntakeCommit } from '../surveys/commit.js'
import { sourceIdOf, unread, type DeliveryFilter } from '../surveys/delivery-store.js'
import { replay, type ReplayReport } from '../surveys/replay.js'
import { scoreStated } from '../surveys/score-stated.js'
import type { CliContext, Run } from './context.js'
import { sinceOf, storedDelivery } from './deliveries.js'
import { openProgress } from './progress.js'

interface ReplayOptions {
  since?: string
  source?: string
  rejected?: boolean
  all?: boolean
}

/** Neither: what gave no answer, or waits for its question to be bound. Tests are never read again. */
const unanswered = [...unread, 'ignored', 'unbound']
const anything = [...unanswered, 'accepted', 'duplicate']

export function addReplayCommand(program: Command, messages: Messages, run: Run): void {
  const text = messages.cli.replay
  program
    .command('replay')
    .description(text.about)
    .argument('[id]', text.id)
    .option('--since <time>', messages.cli.deliveries.since)
    .option('--source <name>', messages.cli.deliveries.source)
    .option('--rejected', text.rejected)
    .option('--all', text.all)
    .addHelpText('after', text.examples)
    .action((id: string | undefined, options: ReplayOptions) =>
      run((context) => replayNow(context, id, options)),
    )
}

async function replayNow(context: CliContext, id: string | undefined, options: ReplayOptions): Promise<void> {
  const { database, bell, now, messages } = context
  const { prisma, pool } = database
  const log = openLog('silent')
  const scoring = { prisma, bell }
  const commit = openIntakeCommit({
    pool,
    bell,
    log,
    scoreStated: (question) => scoreStated(scoring, question, now),
  })
  const filter = await filterOf(context, id, options)
  let all = 0
  const progress = openProgress(process.stderr, systemClock, ({ count }) =>
    messages.cli.replay.progress(count, all),
  )
  try {
    const report = await replay({ database, commit }, filter, now, (done, total) => {
      all = total
      progress.at({ part: total === 0 ? 1 : done / total, count: done })
    })
    progress.end()
    print(context, report)
  } finally {
    progress.end()
  }
}

async function filterOf(
  context: CliContext,
  id: string | undefined,
  { since, source, rejected, all }: ReplayOptions,
): Promise<DeliveryFilter> {
  const { database, workspaceId } = context
  if (id !== undefined) {
    if (since !== undefined || source !== undefined || rejected || all)
      throw wrong(({ cli }) => cli.replay.oneOrMany())
    return { workspaceId, id: (await storedDelivery(context, id)).id, verdicts: anything }
  }
  if (since === undefined) throw wrong(({ cli }) => cli.replay.sayWhich())
  if (rejected && all) throw wrong(({ cli }) => cli.replay.notBoth())
  return {
    workspaceId,
    since: await sinceOf(context, since),
    verdicts: rejected ? unread : all ? anything : unanswered,
    ...(source !== undefined && { sourceId: await sourceIdOf(database, workspaceId, source) }),
  }
}

function print({ print, messages }: CliContext, report: ReplayReport): void {
  const text = messages.cli.replay
  if (report.unknownSource > 0) print(text.lost(report.unknownSource))
  if (report.replayed === 0) return report.unknownSource === 0 ? print(text.nothing) : undefined
  print(text.replayed(report.replayed))
  for (const [verdict, n] of report.verdicts) print(text.done(n, verdict))
  print(text.responses(report.created, report.updated, report.same))
  if (report.raised > 0) print(text.raised(report.raised))
  if (report.tooOld > 0) print(text.tooOld(report.tooOld))
  for (const [reason, n] of report.reasons) print(text.still(n, reason))
  if (report.reasons.size > 0) process.exitCode = 1
}

function wrong(tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: 'replay: which deliveries', tellUser })
}
