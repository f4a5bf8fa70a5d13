import { AppError } from '../../errors.js'
import type { Answer, Withdrawn } from '../answer.js'
import type { Parsed } from '../source.js'
import type { SourceSettings } from '../source-settings.js'
import type { Reading, ValueCompiler } from './compile-value.js'
import { ExpressionProblem } from './expression.js'
import { listOf } from './map-items.js'
import { compileResponse, type ReadResponse } from './map-response.js'
import type { EventKind, ToolFile } from './tool-file.js'
import { idOfValue, looseText } from './values.js'

/** A delivery whose body is read. */
export interface ReadDelivery {
  body: unknown
  headers: Readonly<Record<string, string | undefined>>
  query: Readonly<Record<string, string | undefined>>
  now: number
  settings: SourceSettings
}

type Outcome = { answers: Answer[] } | { withdrawn: Withdrawn } | { ignored: string } | { problem: string }

const mostEvents = 1_000

const whyIgnored: Readonly<Partial<Record<EventKind, string>>> = {
  ignore: 'an event that the file passes over',
  test: 'a test',
  dismissed: 'the survey was dismissed',
}

/** Compiles what a file says of a whole delivery. @throws (the result) AppError bad_input */
export function compileDelivery(
  file: ToolFile,
  compiler: ValueCompiler,
): (delivery: ReadDelivery) => Promise<Parsed> {
  const { kind } = file
  const each = compiler.value(file.each, ['each'])
  const deliveryId = compiler.value(file.delivery?.id, ['delivery', 'id'])
  const eventKind = compileEvent(file, compiler)
  const response = compileResponse(file, compiler)

  return async ({ body, headers, query, now, settings }) => {
    const given = {
      headers: Object.fromEntries(file.headers.map((name) => [name, headers[name]])),
      query: Object.fromEntries(file.query.map((name) => [name, query[name]])),
    }
    const whole: Reading = { input: body, bindings: { body, ...given, event: body } }
    const refuse = (problem: string): AppError =>
      new AppError({ code: 'bad_input', message: `${kind}: ${problem}` })
    try {
      const events = file.each === undefined ? [body] : listOf(await each(whole))
      if (events.length > mostEvents) throw refuse(`each gives more than ${mostEvents} events`)
      const key = idOfValue(await deliveryId(whole), 'delivery.id')
      const outcomes: Outcome[] = []
      for (const [index, event] of events.entries()) {
        const reading = { input: event, bindings: { ...whole.bindings, event } }
        outcomes.push(
          await outcomeOf(reading, { eventKind, response, now, settings, place: placeOf(file, index) }),
        )
      }
      return together(outcomes, key, refuse)
    } catch (error) {
      if (error instanceof ExpressionProblem) throw refuse(error.message)
      throw error
    }
  }
}

function placeOf(file: ToolFile, index: number): string {
  return file.each === undefined ? '' : `each[${index}] `
}

interface Way {
  eventKind: (reading: Reading) => Promise<EventKind>
  response: ReadResponse
  now: number
  settings: SourceSettings
  place: string
}

/** One broken event of many harms no other. */
async function outcomeOf(
  reading: Reading,
  { eventKind, response, now, settings, place }: Way,
): Promise<Outcome> {
  try {
    const kind = await eventKind(reading)
    const ignored = whyIgnored[kind]
    if (ignored !== undefined) return { ignored }
    const around = { kind, now, settings }
    if (kind === 'deleted') return { withdrawn: await response.withdrawn(reading, around) }
    const answers = await response.answers(reading, around)
    return answers.length > 0 ? { answers } : { ignored: 'no question was answered by a number' }
  } catch (error) {
    if (error instanceof ExpressionProblem) return { problem: place + error.message }
    throw error
  }
}

function together(
  outcomes: readonly Outcome[],
  key: string | undefined,
  refuse: (problem: string) => AppError,
): Parsed {
  const answers = outcomes.flatMap((outcome) => ('answers' in outcome ? outcome.answers : []))
  const problems = outcomes.flatMap((outcome) => ('problem' in outcome ? [outcome.problem] : []))
  const ignored = [...new Set(outcomes.flatMap((outcome) => ('ignored' in outcome ? [outcome.ignored] : [])))]
  const withdrawn = outcomes.flatMap((outcome) => ('withdrawn' in outcome ? [outcome.withdrawn] : []))
  const [first] = problems
  const nothing = answers.length + withdrawn.length === 0
  if (nothing && first !== undefined) throw refuse(first)
  return {
    ...(key === undefined ? {} : { deliveryKey: key }),
    ...(!nothing ? {} : { ignored: ignored.join('; ') || 'it holds no event' }),
    ...(first === undefined
      ? {}
      : { problem: `${problems.length} of ${outcomes.length} events not understood: ${first}` }),
    answers,
    ...(withdrawn.length > 0 && { withdrawn }),
  }
}

function compileEvent(
  { event }: ToolFile,
  compiler: ValueCompiler,
): (reading: Reading) => Promise<EventKind> {
  if (event === undefined) return () => Promise.resolve('created')
  const is = compiler.value(event.is, ['event', 'is'])
  const kinds = new Map(Object.entries(event.kinds))
  return async (reading) => kinds.get(looseText(await is(reading)) ?? '') ?? event.otherwise
}
