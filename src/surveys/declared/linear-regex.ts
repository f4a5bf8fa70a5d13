import { RE2JS } from 're2js'

/** Compiled once for each literal: an expression hands the same object over at every evaluation. */
const compiled = new WeakMap<RegExp, RE2JS>()

/**
 * The engine of regular expressions in tool files: RE2, whose time grows with the text's length and never with its shape,
 * so that no customer's words can stall us. It knows no look-around and no back-references.
 * @throws when the pattern needs one of these
 */
export function linearPattern(regex: RegExp): RE2JS {
  const known = compiled.get(regex)
  if (known) return known
  const flags =
    (regex.flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (regex.flags.includes('m') ? RE2JS.MULTILINE : 0)
  const pattern = RE2JS.compile(RE2JS.translateRegExp(new RegExp(regex.source)), flags)
  compiled.set(regex, pattern)
  return pattern
}

interface RegexLike {
  lastIndex: number
  exec(text: string): (string[] & { index: number }) | null
}

/** What JSONata makes of a literal: the part of RegExp that it uses. Called with `new`. */
function LinearRegex(regex: RegExp): RegexLike {
  const pattern = linearPattern(regex)
  return {
    lastIndex: 0,
    exec(text) {
      const matcher = pattern.matcher(text)
      if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
        this.lastIndex = 0
        return null
      }
      this.lastIndex = matcher.end()
      const groups = Array.from(
        { length: matcher.groupCount() + 1 },
        (_, index) => matcher.group(index) ?? '',
      )
      return Object.assign(groups, { index: matcher.start() })
    },
  }
}

/** As JSONata's option wants it. */
export const linearRegexEngine = LinearRegex as unknown as RegExpConstructor
