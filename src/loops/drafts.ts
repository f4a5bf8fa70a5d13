import { z } from 'zod'
import type { FormAction, LoopRequest, Typed } from './desk.js'
import type { Db } from './store.js'

/** A draft that nobody came back to is deleted after this time. */
export const draftLifeMs = 14 * 24 * 3_600_000

/** More than all fields of a form may hold: a client can send anything. */
const longestDraft = 40_000

const Entries = z.record(z.string(), z.string())

/** What a person typed into one form of one loop, and when. */
export interface Draft {
  entries: Record<string, string>
  /** Epoch ms. */
  at: number
}

type DraftKey = LoopRequest & { action: FormAction }

/**
 * Adds what stands in a form to its draft. A field that is as the form showed it counts as typed only when the draft has
 * it already: it was typed and changed back. Reports that come late are passed over.
 */
export async function keepDraft(db: Db, key: DraftKey & { typed: Typed }, now: number): Promise<void> {
  const { changed, same, sequence } = key.typed
  const typed = JSON.stringify(changed)
  const rest = JSON.stringify(same)
  if (typed.length + rest.length > longestDraft) return
  const isNew = Object.keys(changed).length > 0
  const at = new Date(now)
  await db.$executeRaw`
    INSERT INTO loop_draft AS draft (workspace_id, loop_id, person_id, form, entries, typed_at, sequence, expires_at)
    SELECT l.workspace_id, l.id, ${key.actor.id}, ${key.action}, ${typed}::jsonb, ${at}, ${sequence ?? 0}::float8,
      ${new Date(now + draftLifeMs)}
    FROM loop l
    WHERE l.id = ${key.loopId}::uuid AND l.workspace_id = ${key.workspaceId}::uuid
      AND (${isNew} OR EXISTS (SELECT 1 FROM loop_draft d
        WHERE d.loop_id = l.id AND d.person_id = ${key.actor.id} AND d.form = ${key.action}))
    ON CONFLICT (loop_id, person_id, form) DO UPDATE SET
      entries = draft.entries || excluded.entries || coalesce(
        (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(${rest}::jsonb) e WHERE draft.entries ? e.key), '{}'),
      typed_at = excluded.typed_at, expires_at = excluded.expires_at,
      sequence = greatest(draft.sequence, excluded.sequence)
    WHERE ${sequence === null} OR draft.sequence <= excluded.sequence`
}

/** Null: nothing is kept, or it has expired. */
export async function readDraft(db: Db, key: DraftKey, now: number): Promise<Draft | null> {
  const { workspaceId, loopId, actor, action } = key
  const row = await db.loopDraft.findFirst({
    where: { workspaceId, loopId, personId: actor.id, form: action, expiresAt: { gt: new Date(now) } },
  })
  return row && { entries: Entries.parse(row.entries), at: row.typedAt.getTime() }
}

/** These fields were submitted. What was typed into other parts of the form stays. */
export async function dropSubmitted(
  db: Db,
  { workspaceId, loopId, actor, action }: DraftKey,
  submitted: (field: string) => boolean,
): Promise<void> {
  const where = { workspaceId, loopId, personId: actor.id, form: action }
  const row = await db.loopDraft.findFirst({ where })
  if (row === null) return
  const left = Object.entries(Entries.parse(row.entries)).filter(([field]) => !submitted(field))
  if (left.length === 0) await db.loopDraft.deleteMany({ where })
  else await db.loopDraft.updateMany({ where, data: { entries: Object.fromEntries(left) } })
}

/** Deletes the drafts of all workspaces that have expired. @returns how many */
export async function forgetDrafts(db: Db, now: number): Promise<number> {
  const { count } = await db.loopDraft.deleteMany({ where: { expiresAt: { lte: new Date(now) } } })
  return count
}
