// Prisma's schema engine without a native binary: its WebAssembly build from npm over the pg driver adapter.
// The adapter differs from the stock one in three ways the engine needs: one session for everything (the engine's advisory
// lock must hold), a script is one simple query (bodies with semicolons stay whole), and "char" columns of the catalog (OID 18,
// unknown to the stock adapter) are read as text.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import pg from 'pg'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

const charOid = 18
const textOid = 25

class OneSession extends pg.Pool {
  constructor(url) {
    super({ connectionString: url, max: 1, idleTimeoutMillis: 0 })
    this.charColumns = []
  }

  script(sql) {
    return super.query(sql)
  }

  async query(query) {
    const result = await super.query(query)
    result.fields?.forEach((field, index) => {
      if (field.dataTypeID !== charOid) return
      this.charColumns.push(index)
      field.dataTypeID = textOid
    })
    return result
  }
}

async function connect(url, afterwards = () => Promise.resolve()) {
  const session = new OneSession(url)
  const adapter = await new PrismaPg(session).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (query) => {
    session.charColumns = []
    const result = await queryRaw(query)
    for (const index of session.charColumns) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
  adapter.executeScript = async (sql) => {
    try {
      await session.script(sql)
    } catch (error) {
      const { code = 'N/A', severity = 'ERROR', message, detail, column, hint } = error
      throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint })
    }
  }
  adapter.dispose = async () => {
    await session.end()
    await afterwards()
  }
  return adapter
}

export async function administer(url, sql) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}

/** A new database on the server: its URL and how to remove it. */
export async function scratchDatabase(serverUrl) {
  const name = `scratch_${randomUUID().replaceAll('-', '')}`
  await administer(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => administer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function engine(url, schemaFile) {
  const folder = path.dirname(
    createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
  )
  const bytes = readFileSync(path.join(folder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(url),
    async connectToShadowDb() {
      const shadow = await scratchDatabase(url)
      return connect(shadow.url, shadow.drop)
    },
  })
  const datamodels = [[schemaFile, readFileSync(schemaFile, 'utf8')]]
  return bindings.SchemaEngine.new({ datamodels }, () => {}, factory)
}

/** The SQL that leads from the migrations to schema.prisma; null when there is nothing to do. */
export async function pendingChange(serverUrl, schemaFile, migrationsFolder) {
  const scratch = await scratchDatabase(serverUrl)
  try {
    const result = await (
      await engine(scratch.url, schemaFile)
    ).diff({
      from: { tag: 'migrations', ...migrationsList(migrationsFolder) },
      to: {
        tag: 'schemaDatamodel',
        files: [{ path: schemaFile, content: readFileSync(schemaFile, 'utf8') }],
      },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
      shadowDatabaseUrl: null,
    })
    return result.exitCode === 0 ? null : result.stdout
  } finally {
    await scratch.drop()
  }
}

function migrationsList(baseDir) {
  const folders = readdirSync(baseDir).filter((name) => statSync(path.join(baseDir, name)).isDirectory())
  const read = (file) => readFileSync(path.join(baseDir, file), 'utf8')
  return {
    baseDir,
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: read('migration_lock.toml') },
    migrationDirectories: folders.sort().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: read(path.join(name, 'migration.sql')) },
      },
    })),
  }
}
