import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const notOurs = /^src\/(playground|demo|messages|cli|slack|database|chat)\//

/**
 * Every exported function of the product that works on stored rows for one workspace: all of the files named *store.ts,
 * and each that takes a `workspaceId`, by itself or inside of what it is given. As "file#name".
 */
export function storeFunctions(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('src', file.split(path.sep).join('/')))
    .filter((file) => file.endsWith('.ts') && !notOurs.test(file))
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true)
    const isStore = file.endsWith('store.ts')
    return source.statements.flatMap((statement) => {
      if (!ts.isFunctionDeclaration(statement) || !statement.name) return []
      const exported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      const reads = statement.parameters.some((parameter) =>
        /\bworkspaceId\b/.test(parameter.getText(source)),
      )
      const touchesRows = /\b(prisma|pool|tx|db)\b|Db\b|deps/.test(
        statement.parameters.map((parameter) => parameter.getText(source)).join(),
      )
      return exported && touchesRows && (isStore || reads) ? [`${file}#${statement.name.text}`] : []
    })
  })
}
