import { z } from 'zod'
import { rule } from '../../input-problem.js'
import { Metric } from '../question.js'
import { Auth } from './auth-shape.js'
import { isZone } from './times.js'

/** What became of a filled-in survey, by the events that tools send. */
export const eventKinds = [
  'ignore',
  'test',
  'created',
  'updated',
  'completed',
  'partial',
  'dismissed',
  'deleted',
] as const
const EventKind = z.enum(eventKinds)
export type EventKind = z.infer<typeof EventKind>

const Expr = z.string().min(1).max(4_000)
/** An expression; several, of which the first that gives something counts; or a text as it stands. */
const Value = z.union(
  [Expr, z.array(Expr).min(1).max(10), z.strictObject({ text: z.string().min(1).max(500) })],
  {
    error: rule('tool_value'),
  },
)
export type Value = z.infer<typeof Value>

const Zone = z.string().refine(isZone, rule('time_zone'))
const TimeFormat = z.strictObject({ format: z.string().min(1).max(60).optional(), zone: Zone.optional() })
/** A value with a format of its own. */
const TimeValue = z.union([Value, TimeFormat.extend({ value: Value })], { error: rule('tool_value') })
export type TimeValue = z.infer<typeof TimeValue>

const Match = z.union(
  [
    Expr,
    z.strictObject({
      id: z.string().optional(),
      ref: z.string().optional(),
      label: z.string().optional(),
      type: z.string().optional(),
    }),
  ],
  { error: rule('tool_match') },
)

const QuestionRule = z
  .strictObject({
    /** Which of the items; or where its answer stands, without items. */
    match: Match.optional(),
    value: Value.optional(),
    when: Expr.optional(),
    key: z.string().min(1).max(300).optional(),
    title: z.string().min(1).max(500).optional(),
    role: z.enum(['score', 'comment', 'ignore']).default('score'),
    metric: Metric.optional(),
    min: z.int().optional(),
    max: z.int().optional(),
    highIsGood: z.boolean().optional(),
    /** What stands for a number: "Great: 3". Upper and lower case are the same. */
    words: z.record(z.string().min(1), z.number()).optional(),
    comment: Value.optional(),
  })
  .refine((q) => (q.match === undefined) !== (q.value === undefined), { error: rule('tool_match_or_value') })
  .refine((q) => q.value === undefined || q.key !== undefined || q.role !== 'score', {
    path: ['key'],
    error: rule('tool_key'),
  })
  .refine(
    (q) => {
      const stated = [q.metric, q.min, q.max, q.highIsGood].filter((part) => part !== undefined).length
      return stated === 0 || stated === 4
    },
    { path: ['metric'], error: rule('tool_scale') },
  )
export type QuestionRule = z.infer<typeof QuestionRule>

const Items = z.strictObject({
  of: Expr,
  id: Value,
  ref: Value.optional(),
  label: Value.optional(),
  type: Value.optional(),
  value: Value,
  comment: Value.optional(),
  /** The tool writes numbers as texts. */
  numbersAreTexts: z.boolean().default(false),
  /** Numbers of questions that the file does not name: ask the team what they mean, or pass them over. */
  others: z.enum(['ask', 'ignore']).default('ask'),
})
export type Items = z.infer<typeof Items>

const oneOrMore = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(schema).min(1).max(10),
  )

const Body = oneOrMore(z.enum(['json', 'form', 'multipart']))
const JsonField = z.strictObject({ field: z.string().min(1).max(200), then: z.literal('json') })

/** A survey tool, described in one file: docs/sources.md explains it line by line. */
export const ToolFile = z
  .strictObject({
    kind: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, rule('tool_kind')),
    title: z.string().min(1).max(80),
    setUp: z.string().min(1).max(1_000).optional(),

    methods: oneOrMore(z.enum(['POST', 'PUT', 'PATCH'])).default(['POST']),
    body: Body.default(['json']),
    contentTypes: z.array(z.string().regex(/^([a-z]+|\*)\/[a-z0-9.+*-]+$/, rule('content_type'))).optional(),
    extract: oneOrMore(JsonField).optional(),
    each: Expr.optional(),
    headers: z
      .array(z.string().regex(/^[a-z][a-z0-9-]{0,99}$/, rule('header_name')))
      .max(20)
      .default([]),
    /** Parameters of the URL that expressions read. */
    query: z
      .array(z.string().regex(/^(?!__proto__$)[\w.[\]-]{1,100}$/, rule('query_name')))
      .max(20)
      .default([]),
    handshake: z.literal('cloudevents').optional(),

    /** `none`: the URL is the only secret. It must be said. */
    auth: z.preprocess(
      (value) => (value === 'none' ? [] : value === undefined || Array.isArray(value) ? value : [value]),
      z.array(Auth).max(5),
    ),
    secret: z
      .strictObject({
        parts: z
          .array(z.string().regex(/^[a-zA-Z]{1,40}$/, rule('secret_part')))
          .min(2)
          .max(4)
          .optional(),
        separator: z.string().min(1).max(3).default(':'),
        madeBy: z.enum(['tool', 'heard']).default('heard'),
      })
      .default({ separator: ':', madeBy: 'heard' }),

    times: TimeFormat.default({}),
    delivery: z.strictObject({ id: Value }).optional(),
    event: z
      .strictObject({
        is: Value,
        kinds: z.record(z.string(), EventKind),
        otherwise: EventKind.default('ignore'),
      })
      .optional(),
    response: z.strictObject({
      id: Value,
      version: TimeValue.optional(),
      answeredAt: TimeValue.optional(),
      comment: Value.optional(),
      /** Words without a number: keep them to be read, raise a card too, or (absent) pass them over. */
      textOnly: z.enum(['keep', 'card']).optional(),
      survey: Value.optional(),
      permalink: Value.optional(),
      locale: Value.optional(),
      touchpoint: Value.optional(),
    }),
    customer: z
      .strictObject({ id: Value.optional(), email: Value.optional(), name: Value.optional() })
      .default({}),
    segments: z
      .union([Expr, z.record(z.string().min(1).max(60), Value)], { error: rule('tool_value') })
      .default({}),
    items: Items.optional(),
    questions: z.array(QuestionRule).max(200).default([]),
  })
  .refine((file) => file.items !== undefined || file.questions.every(({ match }) => match === undefined), {
    path: ['items'],
    error: rule('tool_items'),
  })
  .refine((file) => file.items !== undefined || file.questions.length > 0, {
    path: ['questions'],
    error: rule('tool_questions'),
  })
export type ToolFile = z.infer<typeof ToolFile>
