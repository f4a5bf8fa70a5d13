// Migrations without a network:  node --import tsx .ci/db.mjs new <name> | check | write-schema-sql  [--server <url>]
// Runs on a PostgreSQL of its own in a temporary folder, or on the given one in databases of its own.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import { pendingChange, scratchDatabase } from './schema-engine.mjs'
import { schemaListing } from './schema-listing.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const schemaFile = path.join(root, 'prisma', 'schema.prisma')
const migrationsFolder = path.join(root, 'prisma', 'migrations')
const listingFile = path.join(root, 'prisma', 'schema.sql')
const quiet = { debug() {}, info() {}, warn: console.warn, error: console.error }

const commands = { new: writeMigration, check, 'write-schema-sql': writeListing }

const { values, positionals } = parseArgs({ allowPositionals: true, options: { server: { type: 'string' } } })
const [name = '', ...rest] = positionals
if (!(name in commands)) {
  console.error('usage: db.mjs new <name> | check | write-schema-sql  [--server <url>]')
  process.exit(2)
}
process.exitCode = await onServer((url) => commands[name](url, ...rest))

async function onServer(use) {
  if (values.server) return use(values.server)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'heard-db-'))
  const server = await startEmbedded(folder, 'visitor', { log: quiet, settings: { fsync: 'off' } })
  try {
    return await use(server.url)
  } finally {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function writeMigration(url, label = '') {
  if (!/^[a-z][a-z0-9_]*$/.test(label)) {
    console.error('give the migration a name of small letters, digits and _: db.mjs new add_widgets')
    return 2
  }
  const sql = await pendingChange(url, schemaFile, migrationsFolder)
  if (sql === null) {
    console.log(
      'schema.prisma asks for nothing that the migrations do not make; for triggers and checks write the folder by hand',
    )
    return 1
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(migrationsFolder, `${stamp}_${label}`)
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'migration.sql'), sql)
  await writeListing(url)
  console.log(
    `wrote ${path.relative(root, folder)}/migration.sql; read it, then run write-schema-sql if you change it`,
  )
  return 0
}

async function check(url) {
  const change = await pendingChange(url, schemaFile, migrationsFolder)
  if (change !== null) console.error(`the migrations do not make schema.prisma; missing:\n${change}`)
  const made = await listing(url)
  const kept = existsSync(listingFile) ? readFileSync(listingFile, 'utf8') : ''
  const same = made === kept
  if (!same)
    console.error(
      `prisma/schema.sql is not what the migrations make (- file, + migrations):\n${difference(kept, made)}`,
    )
  if (change !== null || !same) return 1
  console.log('schema.prisma, migrations and schema.sql agree')
  return 0
}

async function writeListing(url) {
  writeFileSync(listingFile, await listing(url))
  console.log('wrote prisma/schema.sql')
  return 0
}

async function listing(url) {
  const scratch = await scratchDatabase(url)
  try {
    await migrate(scratch.url, { log: quiet, clock: Date.now })
    return await schemaListing(scratch.url)
  } finally {
    await scratch.drop()
  }
}

function difference(kept, made) {
  const [before, after] = [kept.split('\n'), made.split('\n')]
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`)
  const come = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`)
  return [...gone, ...come].join('\n') || '(only the order of lines)'
}
