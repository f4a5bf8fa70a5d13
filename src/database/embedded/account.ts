import { spawn } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { AppError } from '../../errors.js'

/** Who the server runs as. Null: as we do ourselves. */
export type Account = { name: string; uid: number; gid: number } | null

export interface RunResult {
  /** Exit code; null when it could not be started or was killed. */
  code: number | null
  /** What it printed on both channels, at most the last 4,000 characters. */
  output: string
}

const outputLimit = 4_000

/**
 * PostgreSQL refuses to run as root: then the owner of the data is used, or at first an unprivileged account.
 * @param data PostgreSQL's data folder, which need not exist yet
 */
export async function serverAccount(data: string): Promise<Account> {
  if (process.getuid?.() !== 0) return null
  const owner = await stat(data).catch(() => null)
  if (owner && owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid }
  for (const name of ['postgres', 'nobody']) {
    const uid = await run(null, 'id', ['-u', name])
    const gid = await run(null, 'id', ['-g', name])
    if (uid.code === 0 && gid.code === 0) return { name, uid: Number(uid.output), gid: Number(gid.output) }
  }
  throw new AppError({
    code: 'misconfigured',
    message: 'running as root without an account for PostgreSQL',
    tellUser: ({ start }) => start.embedded.noAccount(),
  })
}

/**
 * Runs a program to its end as the account, in the root folder (ours may be closed to it).
 * @param quiet give it no channels at all: for a program that leaves a server behind
 */
export function run(
  account: Account,
  file: string,
  args: readonly string[],
  quiet = false,
): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
      cwd: process.platform === 'win32' ? undefined : '/',
      env: plainEnvironment(),
      stdio: quiet ? 'ignore' : ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    let output = ''
    const take = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-outputLimit)
    }
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    child.on('error', (error) => resolve({ code: null, output: error.message }))
    child.on('close', (code) => resolve({ code, output: output.trim() }))
  })
}

/** A server outlives us and is read by its account: it gets none of our secrets, and none of PGPORT, PGDATA and their like. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'TMPDIR', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP']
  const kept = names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
  return { ...Object.fromEntries(kept), LC_ALL: 'C' } as NodeJS.ProcessEnv
}

/** Whether the account may enter the folder. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  if (!account) return true
  return (await run(account, 'ls', ['-d', `${folder}/.`])).code === 0
}
