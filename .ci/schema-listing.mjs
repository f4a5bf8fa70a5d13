// What a database holds, as sorted SQL read from the catalog: the embedded PostgreSQL has no pg_dump.
import pg from 'pg'

const tables = `
  SELECT c.oid, c.relname AS name, c.reloptions AS options FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
  ORDER BY c.relname COLLATE "C"`

const columns = `
  SELECT format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
    || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS line
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname COLLATE "C"`

const constraints = `
  SELECT format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) AS line FROM pg_constraint
  WHERE conrelid = $1 AND contype IN ('p', 'u', 'f', 'c', 'x') ORDER BY conname COLLATE "C"`

const indexes = `
  SELECT pg_get_indexdef(i.indexrelid) AS line FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = $1 AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid)
  ORDER BY c.relname COLLATE "C"`

const triggers = `
  SELECT pg_get_triggerdef(oid) || CASE tgenabled WHEN 'O' THEN '' ELSE ' -- enabled: ' || tgenabled::text END AS line
  FROM pg_trigger WHERE tgrelid = $1 AND NOT tgisinternal ORDER BY tgname COLLATE "C"`

const types = `
  SELECT format('CREATE TYPE %I AS ENUM (%s);', t.typname, string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)) AS line
  FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'public'::regnamespace
  GROUP BY t.typname ORDER BY t.typname COLLATE "C"`

const functions = `
  SELECT rtrim(pg_get_functiondef(p.oid), E' \\n') || ';' AS line FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p')
  ORDER BY p.proname COLLATE "C", pg_get_function_identity_arguments(p.oid)`

const head = `-- What the migrations make, read from the catalog and sorted. Written by "node --import tsx .ci/db.mjs write-schema-sql"; a test
-- holds it against the migrations. For reading and review only: nothing runs it.
`

export async function schemaListing(url) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const lines = async (sql, values = []) => (await client.query(sql, values)).rows.map((row) => row.line)
  try {
    const parts = [head, ...(await lines(types))]
    for (const { oid, name, options } of (await client.query(tables)).rows) {
      const body = [...(await lines(columns, [oid])), ...(await lines(constraints, [oid]))]
      const storage = options ? ` WITH (${options.join(', ')})` : ''
      parts.push(`CREATE TABLE ${name} (\n${body.map((line) => `  ${line}`).join(',\n')}\n)${storage};`)
      const after = [...(await lines(indexes, [oid])), ...(await lines(triggers, [oid]))]
      if (after.length > 0) parts.push(after.map((line) => `${line};`).join('\n'))
    }
    parts.push(...(await lines(functions)))
    return `${parts.join('\n\n').replace('\n\n\n', '\n\n')}\n`
  } finally {
    await client.end()
  }
}
