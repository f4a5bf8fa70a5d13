import { isObject, type JsonObject } from '../json.js'
import { errorOf, limitOf, type LimitRuleId, type RuleId } from '../rules/rules.js'

export type Surface = 'message' | 'modal' | 'home'

/** One thing that is wrong, with the JSON pointer of the place. */
export interface Problem {
  rule: RuleId
  message: string
  pointer: string
}

/** What a check sees besides its value: where it stands, and where problems go. */
export interface Walk {
  surface: Surface
  problems: Problem[]
}

export type Check = (value: unknown, at: string, walk: Walk) => void

export function report(walk: Walk, rule: RuleId, at: string, name?: string): void {
  walk.problems.push({ rule, message: errorOf(rule, name), pointer: at })
}

/** A string; never longer, and with `least` never shorter, than the row allows. */
export function string(most?: LimitRuleId, least?: LimitRuleId): Check {
  return (value, at, walk) => {
    if (typeof value !== 'string') return report(walk, 'kit.shape.string', at)
    if (most && value.length > limitOf(most)) report(walk, most, at)
    if (least && value.length < limitOf(least)) report(walk, least, at)
  }
}

export function pattern(expression: RegExp, rule: RuleId): Check {
  return (value, at, walk) => {
    if (typeof value !== 'string') return report(walk, 'kit.shape.string', at)
    if (!expression.test(value)) report(walk, rule, at)
  }
}

export const flag: Check = (value, at, walk) => {
  if (typeof value !== 'boolean') report(walk, 'kit.shape.boolean', at)
}

/** A whole number, within the row's limit when there is one. */
export function whole(least = 0, most?: LimitRuleId, tooSmall?: RuleId): Check {
  return (value, at, walk) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return report(walk, 'kit.shape.number', at)
    if (value < least) report(walk, tooSmall ?? most ?? 'kit.shape.number', at)
    else if (most && value > limitOf(most)) report(walk, most, at)
  }
}

export function oneOf(...values: string[]): Check {
  return (value, at, walk) => {
    if (typeof value !== 'string') return report(walk, 'kit.shape.string', at)
    if (!values.includes(value)) report(walk, 'kit.shape.enum', at)
  }
}

export function list(each: Check, most?: LimitRuleId, least?: LimitRuleId): Check {
  return (value, at, walk) => {
    if (!Array.isArray(value)) return report(walk, 'kit.shape.array', at)
    if (most && value.length > limitOf(most)) report(walk, most, at)
    if (least && value.length < limitOf(least)) report(walk, least, at)
    value.forEach((item, index) => each(item, `${at}/${index}`, walk))
  }
}

export interface Shape {
  fields: Record<string, Check>
  required?: string[]
  /** What concerns several fields at once; called only when the value is an object. */
  also?: (object: JsonObject, at: string, walk: Walk) => void
}

/** An object with these fields and no others. */
export function shape({ fields, required = [], also }: Shape): Check {
  return (value, at, walk) => {
    if (!isObject(value)) return report(walk, 'kit.shape.object', at)
    for (const name of required) {
      if (value[name] === undefined) report(walk, 'kit.shape.required', at, name)
    }
    for (const [name, field] of Object.entries(value)) {
      // What is undefined is not in the JSON.
      if (field === undefined) continue
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined
      if (!check) report(walk, 'kit.shape.extra', at, name)
      else check(field, `${at}/${name}`, walk)
    }
    also?.(value, at, walk)
  }
}

/** Picks the check by the object's `type`. */
export function byType(checks: Record<string, Check>, refuse: (type: string) => RuleId): Check {
  return (value, at, walk) => {
    if (!isObject(value)) return report(walk, 'kit.shape.object', at)
    const { type } = value
    if (typeof type !== 'string') return report(walk, 'kit.shape.required', at, 'type')
    const check = Object.hasOwn(checks, type) ? checks[type] : undefined
    if (check) check(value, at, walk)
    else report(walk, refuse(type), `${at}/type`, type)
  }
}

/** Slack's own wording of a problem. */
export function sentence(problem: Problem): string {
  return `${problem.message} [json-pointer:${problem.pointer}]`
}
