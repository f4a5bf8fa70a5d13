import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/** Not for chat and CLI users: the languages themselves, the stand-in, the demo's own show, what Prisma generates. */
const elsewhere = /^src\/(messages|playground|demo|database\/prisma)\//

/** Texts that stand outside the messages for a reason, by the beginning of their path. */
const explained: Readonly<Record<string, string>> = {
  'src/slack/manifest.ts': 'what Slack prints of the app, before anybody has a language',
  'src/http/': 'answers over HTTP to survey tools, probes and the curious: no reader with a language',
  'src/surveys/': 'what survey tools are answered, and what a delivery keeps: machines and operators read it',
  'src/cli/speak.ts': "the parser's own words, which are recognised and said anew",
  'src/slack/to-slack-error.ts': "the SDK's own words, which are recognised",
  'src/database/group-commit.ts': 'for the log',
}
/** Names of things in words: of a derived key. */
const labels = new Set(['slack oauth state'])
const isExplained = (file: string): boolean => Object.keys(explained).some((start) => file.startsWith(start))

/** Calls whose text goes to the log, to a developer, or to the database. */
const unread =
  /^(info|warn|error|debug|child|Error|TypeError|describe|query|badSignature|badScale|badInput|refusal|execute\w*)$/
/** What an error or an event says to the log. */
const forTheLog = new Set(['message', 'detail', 'reason', 'why', 'ignored'])

interface Found {
  file: string
  line: number
  text: string
}

const sql =
  /^\s*(--|\(?(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|LOCK|SET|FROM|WHERE|AND|OR|JOIN|VALUES|ON)\b)|\bIS (NOT )?NULL\b/

/** Three words of letters in a row are a sentence; SQL, commands and paths are none. */
function isSentence(text: string): boolean {
  if (sql.test(text) || text.startsWith('npm run heard')) return false
  return /\p{L}{2,}[,;:]? \p{L}+[,;:]? \p{L}{2,}/u.test(text)
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (!ts.isTemplateExpression(node)) return null
  return node.head.text + node.templateSpans.map((span) => `§${span.literal.text}`).join('')
}

function nameOf(called: ts.Expression): string {
  if (ts.isPropertyAccessExpression(called)) return called.name.text
  // `log[level]`: whichever level it is.
  return ts.isElementAccessExpression(called) && called.expression.getText().endsWith('log')
    ? 'info'
    : called.getText()
}

function isUnread(node: ts.Node): boolean {
  for (let at: ts.Node = node; at.parent !== undefined; at = at.parent) {
    const { parent } = at
    if (
      ts.isTaggedTemplateExpression(parent) ||
      ts.isImportDeclaration(parent) ||
      ts.isLiteralTypeNode(parent)
    )
      return true
    if (ts.isPropertyAssignment(parent) && forTheLog.has(parent.name.getText())) return true
    if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== at) {
      const { expression } = parent
      const name = nameOf(expression)
      // Only what stands in the call itself: a function given to it may well speak to people.
      return unread.test(name)
    }
    if (ts.isFunctionLike(parent)) return false
  }
  return false
}

function sentencesIn(file: string, source: string): Found[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true)
  const found: Found[] = []
  const visit = (node: ts.Node): void => {
    const text = textOf(node)
    if (text !== null && isSentence(text) && !labels.has(text) && !isUnread(node)) {
      found.push({ file, line: tree.getLineAndCharacterOfPosition(node.getStart()).line + 1, text })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => path.posix.join('src', file.replaceAll(path.sep, '/')))
  .filter((file) => file.endsWith('.ts') && !elsewhere.test(file))
const found = files.flatMap((file) => sentencesIn(file, readFileSync(file, 'utf8')))

describe('what people read', () => {
  it('stands in src/messages, by language', () => {
    expect(found.filter(({ file }) => !isExplained(file))).toEqual([])
  })

  it('is explained only where there is something to explain', () => {
    const files = found.map(({ file }) => file)
    const idle = Object.keys(explained).filter((start) => !files.some((file) => file.startsWith(start)))
    expect(idle).toEqual([])
  })

  it('is found where somebody writes it in passing', () => {
    const planted = [
      "export const a = () => ({ text: 'Please try this again' })",
      'export const b = (name: string) => `${name} has taken this already`',
      "log.info('nothing that people read')",
      "throw new Error('a card without an answer')",
      "const sql = 'SELECT one FROM another'",
    ]
    expect(sentencesIn('planted.ts', planted.join('\n')).map(({ line }) => line)).toEqual([1, 2])
  })
})
