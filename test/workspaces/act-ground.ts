import type { PrismaClient } from '../../src/database/prisma/client.js'

/** What people did to a loop, as its history has it: a step, a wait and an end, for whoever asks about one of them. */
export async function layActs(
  prisma: PrismaClient,
  { workspaceId, loopId }: { workspaceId: string; loopId: string },
  by: { id: string; name: string },
  at: Date,
): Promise<void> {
  const row = { workspaceId, loopId, at, byId: by.id, byName: by.name }
  await prisma.loopEvent.createMany({
    data: [
      { ...row, version: 2, kind: 'step_done', data: { step: 'hear', record: { account: 'mine' } } },
      { ...row, version: 3, kind: 'waiting' },
      { ...row, version: 4, kind: 'closed', data: { outcome: 'neutral', note: null, reason: null } },
    ],
  })
}
