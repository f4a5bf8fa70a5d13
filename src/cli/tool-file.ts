import path from 'node:path'
import { readToolFile, type GivenFile } from '../surveys/declared/read-tool-file.js'
import { setToolFile } from '../surveys/set-tool-file.js'
import type { SurveySource } from '../surveys/source.js'
import type { CliContext } from './context.js'
import { bytesOf } from './payload.js'

/** A file that was named on the command line. @throws AppError bad_input */
export function givenFile(name: string): GivenFile {
  return { name: path.basename(name), text: bytesOf(name).toString('utf8') }
}

/** The tool that it describes. @throws AppError bad_input with every problem of the file */
export function toolOfFile(name: string): SurveySource {
  return readToolFile(givenFile(name))
}

/** Gives a source another version of its tool's file. */
export async function setFile(context: CliContext, name: string, file: string): Promise<void> {
  const { database, workspaceId, messages, print } = context
  const tool = await setToolFile(database, { workspaceId, name, file: givenFile(file) })
  print(messages.toolFile.cli.isSet(name, tool.title))
}
