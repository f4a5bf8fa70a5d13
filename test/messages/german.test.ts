import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { aReport } from './a-report.js'
import { factsFor } from './samples.js'
import { leavesOf, say } from './walk.js'

const en = messagesFor('en')
const de = messagesFor('de')
const german = new Map(leavesOf(de).map(({ path, sentence }) => [path, sentence]))

/** Every sentence of both languages, said with the same facts. */
const said = leavesOf(en)
  .filter(({ path }) => path !== 'input.isRule')
  .flatMap(({ path, sentence }) =>
    factsFor(path).map((facts) => ({
      path,
      facts,
      en: say(sentence, facts),
      de: say(german.get(path) ?? '', facts),
    })),
  )

/** The same in both languages, and why. */
const alike: Readonly<Record<string, string>> = {
  'cli.route.line': 'an arrow between two facts',
  'score.headline': 'NPS and a number',
  'score.npsUsageHint': 'what to type is the same',
  'person.usageHint': 'what to type is the same',
  'cli.health.findings.slack': 'Slack',
  'cli.workspace.team': 'Slack and a name',
  'cli.source.madeSecret': 'the word that the tools use',
}

/** Digits of the planted facts, without what languages write between them. */
function factsIn(texts: readonly string[]): string[] {
  const digits = texts.join(' ').replace(/(?<=\d)[.,\u00a0\u202f](?=\d{3}\b)/g, '')
  return [...new Set(digits.match(/\b70\d\d\b/g) ?? [])].toSorted()
}

describe('German', () => {
  it('has a sample that says something for every sentence', () => {
    const silent = said.filter(
      (one) => one.en.join('').trim() === '' || /undefined|NaN|\[object/.test(one.en.join()),
    )
    expect(silent.map(({ path }) => path)).toEqual([])
    expect(said.length).toBeGreaterThan(350)
  })

  it('says nothing in English', () => {
    const same = said.flatMap(({ path, en: english, de: other }) =>
      english.flatMap((text, index) => {
        const words = text.replace(/70\d\d|no_worker/g, '').match(/\p{L}{3,}/gu) ?? []
        return words.length > 0 && text === other[index] && !(path in alike) ? [[path, text]] : []
      }),
    )
    expect(same).toEqual([])
  })

  it('explains only what is alike', () => {
    const used = said.filter(({ path, en: english, de: other }) =>
      path in alike ? english.some((text, index) => text === other[index]) : false,
    )
    expect([...new Set(used.map(({ path }) => path))].toSorted()).toEqual(Object.keys(alike).toSorted())
  })

  it('passes on every fact that English passes on, and no other', () => {
    const lost = said.flatMap(({ path, en: english, de: other }) => {
      const [wanted, got] = [factsIn(english), factsIn(other)]
      return wanted.join() === got.join() ? [] : [[path, wanted, got]]
    })
    expect(lost).toEqual([])
  })

  it('leaves commands, options and settings as they are typed', () => {
    const typed =
      /(?:npm run heard -- [^\n;:,]+|--[a-z][a-z-]+|\b(?:SLACK|HEARD|DATABASE|REDIS)_[A-Z_]+|\/invite @Heard)/g
    const names = (texts: readonly string[]) =>
      [
        ...new Set(
          texts
            .join('\n')
            .match(typed)
            ?.map((name) => name.split('"')[0]?.trim().replace(/[.,]$/, '')),
        ),
      ].toSorted()
    const changed = said.flatMap(({ path, en: english, de: other }) => {
      const missing = names(english).filter((name) => !other.join('\n').includes(name ?? ''))
      return missing.length === 0 ? [] : [[path, missing]]
    })
    expect(changed).toEqual([])
  })

  it('keeps the titles of forms within the 24 characters that Slack shows', () => {
    for (const { forms } of [en, de]) {
      for (const form of Object.values(forms)) {
        const title = typeof form === 'object' && 'title' in form ? form.title : ''
        expect(title.length, title).toBeLessThanOrEqual(24)
      }
    }
  })

  it('writes numbers and dates its own way', () => {
    const report = aReport({ trend: { delta: 7.1, interval: null, p: 0.0214, verdict: 'better' } })
    expect(en.score.summary(report)).toContain('1,250 answers')
    expect(en.score.summary(report)).toContain('p = 0.021')
    expect(de.score.summary(report)).toContain('1.250 Antworten')
    expect(de.score.summary(report)).toContain('p = 0,021')
    expect(de.score.smallPrint(report)[0]).toContain('02.10.2026 bis 31.10.2026')
    expect(de.score.parts(report)[0]).toEqual({
      name: 'Promotoren',
      scores: '9-10',
      n: 700,
      share: '56\u00a0%',
    })
  })

  it('is what a language that Heard speaks gets; any other gets English', () => {
    expect(messagesFor('de')).toBe(de)
    for (const code of ['fr', '', 'DE', '__proto__', 'constructor']) expect(messagesFor(code)).toBe(en)
  })
})
