import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** One delivery in a tool's real wire format, and what it must give. */
const Golden = z.object({
  name: z.string(),
  why: z.string().optional(),
  body: z.unknown().optional(),
  /** The bytes themselves, where they are no JSON. */
  raw: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  expect: z.union([
    z.strictObject({
      deliveryKey: z.string().optional(),
      answers: z.array(z.record(z.string(), z.unknown())).min(1),
      fetch: z.record(z.string(), z.unknown()).optional(),
      problem: z.string().optional(),
    }),
    z.strictObject({
      deliveryKey: z.string().optional(),
      withdrawn: z.array(z.record(z.string(), z.unknown())).min(1),
    }),
    z.strictObject({ deliveryKey: z.string().optional(), ignored: z.string() }),
    z.strictObject({ error: z.string() }),
  ]),
})

export interface GoldenDelivery {
  file: string
  name: string
  bytes: Buffer
  headers: Record<string, string>
  expect: z.infer<typeof Golden>['expect']
}

const root = path.join(import.meta.dirname, '..', 'golden')

export function goldenDeliveries(kind: string): GoldenDelivery[] {
  const folder = path.join(root, kind)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const golden = Golden.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8')))
      const bytes = Buffer.from(golden.raw ?? JSON.stringify(golden.body))
      return { file, name: golden.name, bytes, headers: golden.headers, expect: golden.expect }
    })
}
