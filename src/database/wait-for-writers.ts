import type { PrismaClient } from './prisma/client.js'

/**
 * Waits until every answer that is being written at this moment is written. Whoever writes afterwards sees what was
 * committed before this call: a changed binding or time zone misses nobody.
 */
export async function waitForWriters(prisma: Pick<PrismaClient, '$executeRaw'>): Promise<void> {
  await prisma.$executeRaw`DO $$ BEGIN LOCK TABLE response IN SHARE ROW EXCLUSIVE MODE; END $$`
}
