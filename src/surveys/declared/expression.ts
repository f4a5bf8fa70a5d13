import jsonata from 'jsonata'
import { distinct } from './distinct.js'
import { linearPattern, linearRegexEngine } from './linear-regex.js'
import { limits, openMeter, OverLimit, type Meter } from './limits.js'
import { reservedKeys } from './plain-copy.js'

/** Why an expression cannot be used; said without the customer's values. */
export class ExpressionProblem extends Error {}

/** An expression over a delivery, compiled once. */
export interface Expression {
  /** @throws ExpressionProblem */
  evaluate(input: unknown, bindings: Readonly<Record<string, unknown>>): Promise<unknown>
}

/**
 * Not in tool files: what evaluates text, what differs from one evaluation to the next (a replay must give the same), and
 * what builds a pattern of its own for the other engine.
 */
const refusedFunctions = [
  'eval',
  'now',
  'millis',
  'random',
  'shuffle',
  'toMillis',
  'fromMillis',
  'parseInteger',
]
const longestExpression = 4_000
const longestPad = 10_000
const exit = Symbol.for('jsonata.__evaluate_exit')

/**
 * Compiles a JSONata expression so that it can do nothing but read: no I/O, no clock, no prototypes; its steps, its depth
 * and the size of what it makes are bounded, and its regular expressions take time by the text's length only.
 * @throws ExpressionProblem that says what to change
 */
export function compileExpression(text: string): Expression {
  if (text.length > longestExpression) throw new ExpressionProblem(`has over ${longestExpression} characters`)
  const compiled = parse(text)
  const tree: unknown = compiled.ast()
  const refused = refusalOf(tree)
  if (refused !== null) throw new ExpressionProblem(refused)
  const meters = new WeakMap<object, Meter>()
  guard(compiled, meters)
  const path = plainPath(tree)
  return {
    async evaluate(input, bindings) {
      const direct = path === null ? unknown : follow(input, path)
      if (direct !== unknown) return direct
      try {
        return (await compiled.evaluate(input, { ...bindings })) as unknown
      } catch (error) {
        throw new ExpressionProblem(whyFailed(error))
      }
    },
  }
}

function parse(text: string): jsonata.Expression {
  try {
    return jsonata(text, {
      RegexEngine: linearRegexEngine,
      stack: limits.depth,
      sequence: limits.entries,
      timeout: limits.time,
    })
  } catch (error) {
    const at =
      typeof error === 'object' && error !== null ? Number(Reflect.get(error, 'position')) : Number.NaN
    throw new ExpressionProblem(`is not understood${Number.isFinite(at) ? ` near character ${at}` : ''}`)
  }
}

/** Every step passes here: it is counted, and what it made is weighed. */
function guard(compiled: jsonata.Expression, meters: WeakMap<object, Meter>): void {
  // Its types know names only; the hook is named by a symbol.
  const bind = (name: string | symbol, value: unknown): void => compiled.assign(name as string, value)
  bind(exit, (_step: unknown, _input: unknown, environment: { base: object }, result: unknown) => {
    let meter = meters.get(environment.base)
    if (!meter) meters.set(environment.base, (meter = openMeter()))
    meter.step(result)
  })
  for (const name of refusedFunctions) bind(name, undefined)
  compiled.registerFunction('pad', pad, '<s-ns?:s>')
  compiled.registerFunction('join', join, '<a<s>s?:s>')
  compiled.registerFunction('distinct', distinct, '<x:x>')
}

/** As the language defines it, but bounded before anything is made. */
function pad(text: string | undefined, width: number, fill = ' '): string | undefined {
  if (text === undefined) return undefined
  if (Math.abs(width) > longestPad) throw new OverLimit('it makes a value that is too large')
  return width > 0 ? text.padEnd(width, fill || ' ') : text.padStart(-width, fill || ' ')
}

function join(texts: readonly string[] | undefined, separator = ''): string | undefined {
  if (texts === undefined) return undefined
  const size = texts.reduce((sum, text) => sum + text.length + separator.length, 0)
  if (size > limits.weight) throw new OverLimit('it makes a value that is too large')
  return texts.join(separator)
}

/** What a tree holds that tool files must not; null: nothing. */
function refusalOf(tree: unknown): string | null {
  const seen = new Set<object>()
  const pending: unknown[] = [tree]
  while (pending.length > 0) {
    const node = pending.pop()
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    if (node instanceof RegExp) {
      if (!isLinear(node)) return 'has a pattern with look-around or a back-reference: write it without'
      continue
    }
    const refused = refusedNode(node)
    if (refused !== null) return refused
    pending.push(...(Object.values(node) as unknown[]))
  }
  return null
}

function refusedNode(node: object): string | null {
  const type: unknown = Reflect.get(node, 'type')
  const value: unknown = Reflect.get(node, 'value')
  if (typeof value !== 'string') return null
  if ((type === 'name' || type === 'string') && reservedKeys.has(value)) return `must not use ${value}`
  if (type === 'variable' && refusedFunctions.includes(value)) return `must not use $${value}`
  return null
}

function isLinear(regex: RegExp): boolean {
  try {
    linearPattern(regex)
    return true
  } catch {
    return false
  }
}

const unknown = Symbol('not by a plain path')

const plainKeys: ReadonlySet<string> = new Set(['type', 'value', 'position'])

/** The names of a path without anything else in it; null: it is more. */
function plainPath(tree: unknown): string[] | null {
  if (typeof tree !== 'object' || tree === null || Reflect.get(tree, 'type') !== 'path') return null
  if (Object.keys(tree).some((key) => key !== 'type' && key !== 'steps')) return null
  const names: string[] = []
  for (const step of Reflect.get(tree, 'steps') as object[]) {
    const value: unknown = Reflect.get(step, 'value')
    const isName = Reflect.get(step, 'type') === 'name' && typeof value === 'string'
    if (!isName || Object.keys(step).some((key) => !plainKeys.has(key))) return null
    names.push(value)
  }
  return names
}

/** Most expressions are a path, and most paths meet no list: those need no interpreter. */
function follow(input: unknown, path: readonly string[]): unknown {
  let value = input
  for (const name of path) {
    if (Array.isArray(value)) return unknown
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = Reflect.get(value, name)
  }
  return Array.isArray(value) ? unknown : value
}

const codes: Readonly<Record<string, string>> = {
  D1011: 'it calls itself without end',
  D1012: 'it takes too long',
  D2014: 'it makes a list that is too long',
  D2015: 'it makes a list that is too long',
  D3030: 'it makes a number of what is none',
}

/** The language's own messages repeat values, so only its codes are told. */
function whyFailed(error: unknown): string {
  if (error instanceof OverLimit) return error.message
  if (error instanceof RangeError) return 'it makes a value that is too large'
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  if (typeof code !== 'string' || !/^[A-Z]\d{4}$/.test(code)) return 'it cannot be evaluated'
  return codes[code] ?? `it cannot be evaluated (JSONata ${code})`
}
