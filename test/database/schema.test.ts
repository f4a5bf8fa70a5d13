import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, it } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

describe('the schema', () => {
  it('is the same in schema.prisma, the migrations and schema.sql', async () => {
    const args = ['--import', 'tsx', '.ci/db.mjs', 'check', '--server', inject('postgresUrl')]
    const { stdout } = await run(process.execPath, args, { cwd: root })
    expect(stdout).toBe('schema.prisma, migrations and schema.sql agree\n')
  })

  it('has migrations whose names sort in the order they were made', async () => {
    const entries = await readdir(`${root}/prisma/migrations`, { withFileTypes: true })
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    for (const name of names) expect(name).toMatch(/^\d{14}_[a-z][a-z0-9_]*$/)
  })
})
