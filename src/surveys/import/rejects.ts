import { open, rm, type FileHandle } from 'node:fs/promises'
import { codeOf } from '../../database/failure.js'
import { AppError } from '../../errors.js'
import type { FileRows } from './file-rows.js'
import { rejectColumns } from './row.js'

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

/** So that it is read as what it is by programs that guess, and by us where the mapping states another encoding. */
const byteOrderMark = '\ufeff'

/**
 * Made by the first row that is rejected, and readable by its owner only: it holds what customers wrote. What an earlier
 * import left there goes when a new one begins.
 * @param rows of the file they come from: the mapping that states its delimiter reads this one too
 * @param goOn an import that was cut short goes on
 * @throws AppError bad_input when the file is another one; misconfigured, as do all that write, when it cannot be written
 */
export async function openRejects(
  file: string,
  { columns, delimiter }: Pick<FileRows, 'columns' | 'delimiter'>,
  goOn: boolean,
): Promise<Rejects> {
  await telling(file, () => checkOwn(file))
  if (!goOn) await telling(file, () => rm(file, { force: true }))
  const csvLine = lineWriter(delimiter)
  const head = Buffer.from(byteOrderMark + csvLine([...rejectColumns, ...columns]))
  let opened: { handle: FileHandle; shift: number } | null = null

  async function openAt(at: number): Promise<{ handle: FileHandle; shift: number }> {
    const there = at === 0 ? null : await open(file, 'r+').catch(() => null)
    if (there !== null) {
      // Somebody may have shortened it meanwhile: then at its end.
      const { size } = await there.stat()
      return { handle: there, shift: Math.min(0, size - at) }
    }
    const handle = await open(file, 'w', 0o600)
    if (at > 0) await writeAll(handle, head, 0)
    return { handle, shift: at > 0 ? head.length - at : 0 }
  }

  return {
    async write(at, rows) {
      if (rows.length === 0) return at
      const { handle, shift } = (opened ??= await telling(file, () => openAt(at)))
      const lines = rows.map(({ line, reason, cells }) => csvLine([String(line), reason, ...cells]))
      const bytes = Buffer.concat([...(at === 0 ? [head] : []), Buffer.from(lines.join(''))])
      await telling(file, () => writeAll(handle, bytes, at + shift))
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

/** A disk that becomes full takes a part, and says so at the next try only. */
async function writeAll(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}

/** What a disk refuses is no fault of the database's, and an operator can mend it. */
async function telling<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined || error instanceof AppError) throw error
    throw new AppError({
      code: 'misconfigured',
      message: `import: the file for rejected rows cannot be written (${code})`,
      tellUser: ({ cli }) => cli.importing.cannotWrite(file, code),
    })
  }
}

/** So that a slip of the finger writes over nothing. */
async function checkOwn(file: string): Promise<void> {
  const handle = await open(file, 'r').catch(() => null)
  if (handle === null) return
  const start = Buffer.alloc(100)
  const { bytesRead } = await handle.read(start, 0, start.length, 0).finally(() => handle.close())
  if (bytesRead === 0 || start.toString().replace(byteOrderMark, '').startsWith(rejectColumns[0])) return
  throw new AppError({
    code: 'bad_input',
    message: 'import: the file for rejected rows is another one',
    tellUser: ({ cli }) => cli.importing.notOurRejects(file),
  })
}

function lineWriter(delimiter: string): (cells: readonly string[]) => string {
  const quoted = (cell: string): string =>
    cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  return (cells) => `${cells.map(quoted).join(delimiter)}\n`
}
