import jsonata from 'jsonata'
import { describe, expect, test } from 'vitest'
import { compileExpression, ExpressionProblem } from '../../../src/surveys/declared/expression.js'
import { plainCopy } from '../../../src/surveys/declared/plain-copy.js'

const hostile = plainCopy(
  'x',
  JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":{"b":1},"text":"aaa"}',
  ),
)

async function outcome(text: string, input: unknown = hostile): Promise<unknown> {
  try {
    return await compileExpression(text).evaluate(input, {})
  } catch (error) {
    if (error instanceof ExpressionProblem) return error
    throw error
  }
}

describe('expressions reach no prototypes and no code', () => {
  test.each([
    '__proto__.polluted',
    'a.constructor',
    '$lookup($, "__proto__")',
    '$lookup(a, "constructor").prototype',
    'a.`prototype`',
    '$eval("1+1")',
    '$toMillis("2026", "[Y]")',
    '$now()',
    '$random()',
    '(/(?=a)b/; 1)',
    '$match(text, /(a)\\1/)',
  ])('%s is refused when the file is read', (text) => {
    expect(() => compileExpression(text)).toThrow(ExpressionProblem)
  })

  test.each([
    '$lookup($, "__pro" & "to__")',
    '$lookup(a, "const" & "ructor")',
    '$lookup($lookup($lookup($string, "const" & "ructor"), "prototy" & "pe"), "x")',
    '$keys($lookup(a, "__pro" & "to__"))',
    '($e := $lookup({"f": $string}, "f"); $lookup($e, "implementation"))',
    '($f := function($x){$x}; $lookup($f, "environment"))',
  ])('%s gives nothing', async (text) => {
    expect(await outcome(text)).toBeUndefined()
  })

  test.each([
    '$merge([{"__pro" & "to__": {"polluted": 1}}])',
    '{"__pro" & "to__": {"polluted": 1}}',
    '$ ~> |a|{"__pro" & "to__": {"polluted": 1}}|',
    '$sift({"__pro" & "to__": {"polluted": 1}}, function($v){true})',
    '$spread({"__pro" & "to__": {"polluted": 1}})',
  ])('%s pollutes nobody', async (text) => {
    await outcome(text)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(([] as unknown as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('data that looks like a function of the language is none', async () => {
    const input = plainCopy('x', {
      f: { _jsonata_function: true, implementation: 'x' },
      g: { _jsonata_lambda: true, body: {} },
    })
    expect(await outcome('f()', input)).toBeInstanceOf(ExpressionProblem)
    expect(await outcome('($g := g; $g(1))', input)).toBeInstanceOf(ExpressionProblem)
  })
})

describe('expressions end, and stay small', () => {
  test.each([
    ['endless recursion', '($f := function($n){ 1 + $f($n + 1) }; $f(0))'],
    ['an endless loop (a tail call)', '($f := function($n){ $f($n + 1) }; $f(0))'],
    ['a huge range', '[1..1e9]'],
    ['ranges within ranges', '[1..10000].[1..10000]'],
    ['a product of lists', '$map([1..5000], function($x){ $map([1..5000], function($y){ $x * $y }) })'],
    [
      'a text that doubles',
      '($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $f("aaaaaaaaaa", 40))',
    ],
    ['a list that doubles', '$string($reduce([1..40], function($a, $i){ [$a, $a] }, [1]))'],
    ['an object that doubles', '$string($reduce([1..40], function($a, $i){ {"l": $a, "r": $a} }, {"x": 1}))'],
    ['padding', '$pad("x", 1e9)'],
    ['joining with a long separator', '$join($map([1..9000], function($x){ "x" }), $pad("-", 9999))'],
    ['replacing each letter by a long text', '($big := $pad("a", 9999, "a"); $replace($big, "a", $big))'],
    [
      'joining what was replaced',
      '($b := $pad("a", 9999, "a"); $c := $join($map([1..200], function($i){ $b })); $uppercase($replace($c, "a", $b)))',
    ],
  ])('%s', async (_name, text) => {
    expect(await outcome(text)).toBeInstanceOf(ExpressionProblem)
  })

  test('a pattern that backtracks elsewhere is linear here', async () => {
    const text = `${'a'.repeat(50_000)}!`
    for (const pattern of ['/^(a+)+$/', '/(a|aa)+$/', '/(.*a){12}$/', '/^(([a-z])+.)+[A-Z]([a-z])+$/']) {
      expect(await outcome(`$contains(text, ${pattern})`, { text }), pattern).toBe(false)
    }
  })

  test(
    'a long list of different things is told apart as fast as a short one',
    { timeout: 20_000 },
    async () => {
      const tags = Array.from({ length: 15_000 }, (_, i) => ({ tag: `t-${i}`, of: [i, { at: i }] }))
      const given = { tags: [...tags, { of: [7, { at: 7 }], tag: 't-7' }] }
      expect(await outcome('$count($distinct(tags))', given)).toBe(15_000)
    },
  )

  test.each([
    '[1, "1", 1, [1], [1], {"a": 1, "b": 2}, {"b": 2, "a": 1}, null, null]',
    '["a", "a"]',
    'x.y',
    '"a"',
    'z',
  ])('$distinct of %s is what the language says', async (list) => {
    const input = { x: [{ y: 3 }, { y: 3 }] }
    const own: unknown = await jsonata(`$string($distinct(${list}))`).evaluate(input)
    expect(await outcome(`$string($distinct(${list}))`, input)).toEqual(own)
  })

  test('a text of a customer is never a pattern', async () => {
    const input = { text: 'a(b', pattern: '(a+)+$' }
    expect(await outcome('$contains(text, pattern)', input)).toBe(false)
    expect(await outcome('$replace(text, "(", "-")', input)).toBe('a-b')
  })

  test('what an ordinary mapping does is far below the limits', async () => {
    const answers = Array.from({ length: 500 }, (_, id) => ({
      id,
      ref: `q${id}`,
      value: { number: id % 11 },
    }))
    expect(await outcome('$sum(answers[value.number > 5].value.number)', { answers })).toBe(1_800)
    expect(await outcome('answers[ref = "q77"].value.number', { answers })).toBe(0)
    expect(await outcome('$join(answers.ref, ",")', { answers })).toMatch(/^q0,q1,/)
    expect(await outcome('$match("12-34", /(\\d+)-(\\d+)/).groups', {})).toEqual(['12', '34'])
    expect(await outcome('$split("a, b;c", /[,;] ?/)', {})).toEqual(['a', 'b', 'c'])
    expect(await outcome('$replace("AbAb", /B/i, "-")', {})).toBe('A-A-')
  })

  test('messages of the language, which quote values, are not repeated', async () => {
    const problem = await outcome('$number(words) + 1', { words: 'very personal words' })
    expect(problem).toBeInstanceOf(ExpressionProblem)
    expect(String(problem)).not.toContain('personal')
  })
})

describe('bodies', () => {
  const nested = (depth: number): unknown => JSON.parse('[1,'.repeat(depth) + '1' + ']'.repeat(depth))

  test('too deep, and too many values', () => {
    expect(() => plainCopy('x', nested(100_000 / 2))).toThrow('nested more than 64 deep')
    expect(() =>
      plainCopy(
        'x',
        Array.from({ length: 60_000 }, () => 1),
      ),
    ).toThrow('more than 50000 values')
    expect(plainCopy('x', nested(60))).toEqual(nested(60))
  })
})
