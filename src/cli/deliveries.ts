import type { Command } from 'commander'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { shapeOf, type BodyShape } from '../surveys/body-shape.js'
import {
  deliveryById,
  listDeliveries,
  sourceIdOf,
  unread,
  type DeliveryLine,
  type StoredDelivery,
} from '../surveys/delivery-store.js'
import { workspaceById } from '../workspaces/store.js'
import type { CliContext, Run } from './context.js'
import { parseCount, parseSince } from './since.js'

interface ListOptions {
  rejected?: boolean
  source?: string
  since?: string
  limit: string
  json?: boolean
}

const mostListed = 1_000

/** What came and what became of it: never a word of a customer. */
export function addDeliveryCommands(program: Command, messages: Messages, run: Run): void {
  const text = messages.cli.deliveries
  program
    .command('deliveries')
    .description(text.about)
    .option('--rejected', text.rejected)
    .option('--source <name>', text.source)
    .option('--since <time>', text.since)
    .option('--limit <n>', text.limit, '50')
    .option('--json', text.json)
    .addHelpText('after', text.examples)
    .action((options: ListOptions) => run((context) => list(context, options)))
  program
    .command('delivery')
    .description(text.oneAbout)
    .argument('<id>', text.id)
    .option('--json', text.json)
    .addHelpText('after', text.examples)
    .action((id: string, options: { json?: boolean }) => run((context) => show(context, id, options)))
}

async function list(context: CliContext, options: ListOptions): Promise<void> {
  const { database, workspaceId, print, messages } = context
  const limit = parseCount('--limit', options.limit, 1, mostListed)
  const filter = {
    workspaceId,
    ...(options.rejected && { verdicts: unread }),
    ...(options.source !== undefined && {
      sourceId: await sourceIdOf(database, workspaceId, options.source),
    }),
    ...(options.since !== undefined && { since: await sinceOf(context, options.since) }),
  }
  const rows = await listDeliveries(database, filter, limit)
  if (options.json) return rows.forEach((row) => print(JSON.stringify(jsonOf(row))))
  const text = messages.cli.deliveries
  if (rows.length === 0) return print(text.none)
  for (const row of rows) print(lineOf(messages, row))
  print('')
  print(text.counted(rows.length, rows.length === limit))
}

async function show(context: CliContext, id: string, options: { json?: boolean }): Promise<void> {
  const { print, messages } = context
  const delivery = await storedDelivery(context, id)
  const shape = shapeOf(delivery.contentType, delivery.body)
  if (options.json) return print(JSON.stringify({ ...jsonOf(delivery), shape }))
  const text = messages.cli.deliveries
  print(lineOf(messages, delivery))
  print('')
  printShape(context, shape)
  if (unread.includes(delivery.verdict)) {
    print('')
    print(text.next(delivery.id))
  }
}

/** @throws AppError not_found */
export async function storedDelivery(
  { database, workspaceId }: CliContext,
  id: string,
): Promise<StoredDelivery> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
  const found = isId ? await deliveryById(database, workspaceId, id) : null
  if (found) return found
  throw new AppError({
    code: 'not_found',
    message: 'no such delivery',
    tellUser: ({ cli }) => cli.deliveries.noSuch(),
  })
}

/** What was typed for --since, in the workspace's time zone. */
export async function sinceOf({ database, workspaceId, now }: CliContext, typed: string): Promise<number> {
  const workspace = await workspaceById({ prisma: database.prisma }, workspaceId)
  return parseSince(typed, { now, timeZone: workspace?.timeZone ?? 'UTC' })
}

function printShape({ print, messages }: CliContext, { format, fields, left }: BodyShape): void {
  const text = messages.cli.deliveries
  print(text.format(format))
  const width = Math.min(60, Math.max(0, ...fields.map(({ path }) => path.length)))
  for (const { path, types, times } of fields) {
    print(text.field(path.padEnd(width), types.map((type) => text.types[type]).join(', '), times))
  }
  if (left > 0) print(text.left(left))
}

function lineOf(messages: Messages, row: DeliveryLine): string {
  const at = row.receivedAt.toISOString()
  return messages.cli.deliveries.line({ ...row, at })
}

function jsonOf({ id, source, verdict, reason, contentType, bytes, receivedAt }: DeliveryLine) {
  return { id, receivedAt: receivedAt.toISOString(), source, verdict, reason, contentType, bytes }
}
