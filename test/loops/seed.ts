import { randomUUID } from 'node:crypto'
import type { PrismaClient } from '../../src/database/prisma/client.js'
import { t0 } from './sample-loop.js'

export interface Seeded {
  workspaceId: string
  sourceId: string
  questionId: string
}

/** A workspace with one source and one NPS question. */
export async function seedWorkspace(
  prisma: PrismaClient,
  homeChannel: string | null = 'C0HOME',
): Promise<Seeded> {
  const ids = { workspaceId: randomUUID(), sourceId: randomUUID(), questionId: randomUUID() }
  const createdAt = new Date(t0)
  await prisma.workspace.create({ data: { id: ids.workspaceId, name: 'Acme', homeChannel, createdAt } })
  await prisma.source.create({
    data: {
      id: ids.sourceId,
      workspaceId: ids.workspaceId,
      kind: 'canonical',
      name: 'web',
      tokenHash: Buffer.from(ids.sourceId),
      sealedSecrets: Buffer.from('x'),
      createdAt,
    },
  })
  await prisma.question.create({
    data: {
      id: ids.questionId,
      workspaceId: ids.workspaceId,
      sourceId: ids.sourceId,
      key: 'q1',
      title: 'Would you recommend us?',
      metric: 'nps',
      min: 0,
      max: 10,
      direction: 'high_is_good',
      goodFrom: 9,
      goodTo: 10,
      badFrom: 0,
      badTo: 6,
      boundBy: 'test',
      createdAt,
    },
  })
  return ids
}

export async function seedCustomer(
  prisma: PrismaClient,
  { workspaceId }: Seeded,
  name = 'Rosa',
): Promise<string> {
  const id = randomUUID()
  const at = new Date(t0)
  await prisma.customer.create({
    data: { id, workspaceId, key: `id:${id}`, name, createdAt: at, updatedAt: at },
  })
  return id
}

export interface SeedAnswer {
  customerId?: string | null
  score?: number
  comment?: string | null
  at?: number
  severity?: 'normal' | 'critical'
}

/** A stored answer with its alert, as the intake leaves them. @returns the alert's id */
export async function seedAlert(
  prisma: PrismaClient,
  { workspaceId, sourceId, questionId }: Seeded,
  { customerId = null, score = 3, comment = 'slow', at = t0, severity = 'normal' }: SeedAnswer = {},
): Promise<{ alertId: string; responseId: string }> {
  const [alertId, responseId] = [randomUUID(), randomUUID()]
  const time = new Date(at)
  await prisma.response.create({
    data: {
      id: responseId,
      workspaceId,
      sourceId,
      questionKey: 'q1',
      responseKey: responseId,
      questionId,
      deliveryId: randomUUID(),
      customerId,
      version: 1n,
      state: 'scored',
      score,
      comment,
      answeredAt: time,
      day: time,
      segments: { plan: 'pro' },
      receivedAt: time,
    },
  })
  const alert = { rule: 'nps_detractor', severity, version: 1n, createdAt: time, nextTryAt: time }
  await prisma.alert.create({ data: { id: alertId, workspaceId, responseId, ...alert } })
  return { alertId, responseId }
}

/** A later version of an answer, as the intake leaves it. */
export async function changeAnswer(
  prisma: PrismaClient,
  { alertId, responseId }: { alertId: string; responseId: string },
  answer: { score: number; comment: string | null },
): Promise<void> {
  await prisma.response.update({ where: { id: responseId }, data: { ...answer, version: { increment: 1 } } })
  await prisma.alert.update({ where: { id: alertId }, data: { version: { increment: 1 } } })
}
