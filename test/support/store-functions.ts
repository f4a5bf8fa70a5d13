import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const notOurs = /^src\/(playground|demo|messages|cli|slack|database|chat)\//

/**
 * Every exported function of the product that works on stored rows for one workspace: all of the files named *store.ts,
 * and each that takes a `workspaceId`, by itself, inside of what it is given, or by a type of ours that has one. As "file#name".
 */
export function storeFunctions(): string[] {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('src', file.split(path.sep).join('/')))
    .filter((file) => file.endsWith('.ts') && !notOurs.test(file))
    .map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true))
  const owned = ownedTypes(sources)
  return sources.flatMap((source) => {
    const isStore = source.fileName.endsWith('store.ts')
    return source.statements.flatMap((statement) => {
      if (!ts.isFunctionDeclaration(statement) || !statement.name) return []
      const exported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      // What it works with, not what it returns later, names the rows.
      const given = statement.parameters.filter(
        (parameter) => !/^\{|deps/i.test(parameter.name.getText(source)),
      )
      const reads =
        statement.parameters.some((parameter) => /\bworkspaceId\b/.test(parameter.getText(source))) ||
        given.some((parameter) => isOwned(parameter.type?.getText(source) ?? '', owned))
      const touchesRows = /\b(prisma|pool|tx|db)\b|Db\b|deps/i.test(
        statement.parameters.map((parameter) => parameter.getText(source)).join(),
      )
      return exported && touchesRows && (isStore || reads)
        ? [`${source.fileName}#${statement.name.text}`]
        : []
    })
  })
}

/** The types of ours that say whose they are: they have a `workspaceId`, or are made of one that has. */
function ownedTypes(sources: readonly ts.SourceFile[]): Set<string> {
  const declared = new Map<string, string>()
  for (const source of sources) {
    for (const statement of source.statements) {
      if (ts.isInterfaceDeclaration(statement)) declared.set(statement.name.text, headOf(statement, source))
      if (ts.isTypeAliasDeclaration(statement))
        declared.set(statement.name.text, statement.type.getText(source))
    }
  }
  const owned = new Set<string>()
  for (let before = -1; before < owned.size;) {
    before = owned.size
    for (const [name, text] of declared) {
      if (/\bworkspaceId\b/.test(text) || isOwned(text, owned)) owned.add(name)
    }
  }
  return owned
}

/** Its members at the top, and what it extends. */
function headOf(declaration: ts.InterfaceDeclaration, source: ts.SourceFile): string {
  const extended = declaration.heritageClauses?.map((clause) => clause.getText(source)).join(' ') ?? ''
  return `${declaration.members.map((member) => member.name?.getText(source)).join(' ')} ${extended}`
}

function isOwned(text: string, owned: ReadonlySet<string>): boolean {
  const parts: string[] = text.match(/[A-Z]\w+/g) ?? []
  return parts.some((part) => owned.has(part) && isBase(text, part))
}

/** Extended, or one of an intersection: not merely the type of a member. */
function isBase(text: string, part: string): boolean {
  return new RegExp(`(extends [^{]*|^|& *)\\b${part}\\b`).test(text)
}
