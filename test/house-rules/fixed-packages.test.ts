import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

/** The packages the project is fixed to; @microsoft/teams-ai waits for its turn, vitest runs this. */
const usedBySrc = ['@slack/bolt', 'bullmq', 'ioredis', '@prisma/client', 'zod']
const declared = [...usedBySrc, '@microsoft/teams-ai', 'prisma', 'vitest']

function sourceFiles(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join('src', name))
}

/** Packages that a file loads when it runs; type imports vanish in the build and do not count. */
function loadedPackages(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const statements = text.matchAll(
    /^(?:import|export)\s+(?!type\b)[^'"]*?from\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/gm,
  )
  return [...statements].map((match) => match[1] ?? match[2] ?? '')
}

describe('the packages the project is fixed to', () => {
  const loaded = sourceFiles().flatMap(loadedPackages)

  it.each(usedBySrc)('%s is loaded by src', (name) => {
    expect(loaded.some((specifier) => specifier === name || specifier.startsWith(`${name}/`))).toBe(true)
  })

  it.each(declared)('%s is declared in package.json', (name) => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
      string,
      Record<string, string>
    >

    expect({ ...manifest.dependencies, ...manifest.devDependencies }).toHaveProperty([name])
  })

  it('the client in src is what prisma generates from our schema', () => {
    const generated = readFileSync('src/database/prisma/internal/class.ts', 'utf8')

    expect(readFileSync('prisma/schema.prisma', 'utf8')).toContain('../src/database/prisma')
    expect(generated).toContain('model LoopStep')
  })
})
