import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { TextDecoder } from 'node:util'
import { codeOf } from '../../database/failure.js'
import { AppError, type Sentence } from '../../errors.js'
import type { Encoding } from './mapping.js'

const mebibyte = 1024 * 1024

export interface FileFacts {
  bytes: number
  /** SHA-256 of its first MiB, as hex. */
  beginning: string
}

/** @throws AppError not_found when it cannot be opened */
export async function factsOf(file: string): Promise<FileFacts> {
  const handle = await open(file).catch((error: unknown) => {
    throw cannotOpen(file, error)
  })
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw cannotOpen(file, undefined)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mebibyte), 0, mebibyte, 0)
    const beginning = createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex')
    return { bytes: stat.size, beginning }
  } finally {
    await handle.close()
  }
}

/**
 * The text of a file in pieces, without a byte order mark. What is no text in its encoding is refused, never replaced: a
 * comment with holes in it cannot be mended later.
 * @param stated the encoding that the mapping states, for a file without a byte order mark; else UTF-8
 * @param onBytes how far it is read
 * @throws AppError bad_input
 */
export async function* textOf(
  file: string,
  stated: Encoding | undefined,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    const piece = chunk as Buffer
    decoder ??= decoderFor(piece, stated)
    const text = decode(decoder, piece, bytes)
    bytes += piece.length
    onBytes(bytes)
    if (text !== '') yield text
  }
  const rest = decoder === null ? '' : decode(decoder, null, bytes)
  if (rest !== '') yield rest
}

function decode(decoder: TextDecoder, piece: Buffer | null, before: number): string {
  try {
    return piece === null ? decoder.decode() : decoder.decode(piece, { stream: true })
  } catch {
    throw unreadable(({ cli }) => cli.importing.notInEncoding(decoder.encoding, before))
  }
}

/** By their first bytes: a ZIP (which .xlsx is), an old Excel file, gzip. */
const noText = ['504b0304', 'd0cf11e0', '1f8b']

const marks = [
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
  ['efbbbf', 'utf-8'],
] as const

function decoderFor(first: Buffer, stated: Encoding | undefined): TextDecoder {
  const start = first.subarray(0, 4).toString('hex')
  if (noText.some((magic) => start.startsWith(magic))) {
    throw unreadable(({ cli }) => cli.importing.noTextFile)
  }
  const marked = marks.find(([mark]) => start.startsWith(mark))?.[1]
  // Half of all bytes of a western text in UTF-16 are 0, which no other text holds.
  if (marked === undefined && stated === undefined && first.subarray(0, 1_024).includes(0)) {
    throw unreadable(({ cli }) => cli.importing.looksLikeUtf16)
  }
  return new TextDecoder(marked ?? stated ?? 'utf-8', { fatal: true })
}

function cannotOpen(file: string, error: unknown): AppError {
  const code = codeOf(error) ?? 'no file'
  return new AppError({
    code: 'not_found',
    message: `import: a file cannot be opened (${code})`,
    tellUser: ({ cli }) => cli.importing.cannotOpen(file, code),
  })
}

function unreadable(tellUser: Sentence): AppError {
  return new AppError({
    code: 'bad_input',
    message: 'import: the file is not a text of its encoding',
    tellUser,
  })
}
