import { open, rm, type FileHandle } from 'node:fs/promises'
import { AppError } from '../../errors.js'
import { rejectColumns } from './row-answers.js'

/** The file of rows that were not taken: as they were, with their lines and why. */
export interface Rejects {
  /** Writes rows at a place of the file, over what a try that was not committed left there. @returns where they end */
  write(at: number, rows: readonly RejectedRow[]): Promise<number>
  /** Cuts off what was not committed. */
  close(end: number): Promise<void>
}

export interface RejectedRow {
  line: number
  reason: string
  cells: readonly string[]
}

/**
 * Made by the first row that is rejected, and readable by its owner only: it holds what customers wrote. What an earlier
 * import left there goes when a new one begins.
 * @param goOn an import that was cut short goes on
 * @throws AppError bad_input when the file is another one
 */
export async function openRejects(file: string, columns: readonly string[], goOn: boolean): Promise<Rejects> {
  await checkOwn(file)
  if (!goOn) await rm(file, { force: true })
  const head = Buffer.from(csvLine([...rejectColumns, ...columns]))
  let opened: { handle: FileHandle; shift: number } | null = null

  async function openAt(at: number): Promise<{ handle: FileHandle; shift: number }> {
    const there = at === 0 ? null : await open(file, 'r+').catch(() => null)
    if (there !== null) {
      // Somebody may have shortened it meanwhile: then at its end.
      const { size } = await there.stat()
      return { handle: there, shift: Math.min(0, size - at) }
    }
    const handle = await open(file, 'w', 0o600)
    if (at > 0) await handle.write(head, 0, head.length, 0)
    return { handle, shift: at > 0 ? head.length - at : 0 }
  }

  return {
    async write(at, rows) {
      if (rows.length === 0) return at
      opened ??= await openAt(at)
      const lines = rows.map(({ line, reason, cells }) => csvLine([String(line), reason, ...cells]))
      const bytes = Buffer.concat([...(at === 0 ? [head] : []), Buffer.from(lines.join(''))])
      await opened.handle.write(bytes, 0, bytes.length, at + opened.shift)
      return at + bytes.length
    },
    async close(end) {
      if (opened === null) return
      await opened.handle.truncate(end + opened.shift)
      await opened.handle.close()
      opened = null
    },
  }
}

/** So that a slip of the finger writes over nothing. */
async function checkOwn(file: string): Promise<void> {
  const handle = await open(file, 'r').catch(() => null)
  if (handle === null) return
  const [name] = rejectColumns
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(name.length), 0, name.length, 0)
  await handle.close()
  if (bytesRead === 0 || buffer.toString() === name) return
  throw new AppError({
    code: 'bad_input',
    message: 'import: the file for rejected rows is another one',
    tellUser: ({ cli }) => cli.importing.notOurRejects(file),
  })
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\n`
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
