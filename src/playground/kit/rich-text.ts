import { byType, type Check, flag, list, oneOf, shape, string, whole } from './check.js'

const style = shape({
  fields: {
    bold: flag,
    italic: flag,
    strike: flag,
    code: flag,
    underline: flag,
    highlight: flag,
    client_highlight: flag,
    unlink: flag,
  },
})

const piece = (type: string, fields: Record<string, Check>, required: string[]): Check =>
  shape({ fields: { type: oneOf(type), style, ...fields }, required })

const text = piece('text', { text: string() }, ['text'])
const link = piece('link', { url: string('kit.button.url'), text: string(), unsafe: flag }, ['url'])

const pieces = byType(
  {
    text,
    link,
    emoji: piece('emoji', { name: string(), unicode: string(), url: string() }, ['name']),
    user: piece('user', { user_id: string() }, ['user_id']),
    usergroup: piece('usergroup', { usergroup_id: string() }, ['usergroup_id']),
    channel: piece('channel', { channel_id: string() }, ['channel_id']),
    team: piece('team', { team_id: string() }, ['team_id']),
    broadcast: piece('broadcast', { range: oneOf('here', 'channel', 'everyone') }, ['range']),
    color: piece('color', { value: string() }, ['value']),
    date: piece('date', { timestamp: whole(), format: string(), url: string(), fallback: string() }, [
      'timestamp',
      'format',
    ]),
  },
  () => 'kit.element.unknown',
)

const section = shape({
  fields: { type: oneOf('rich_text_section'), elements: list(pieces) },
  required: ['elements'],
})
const border = oneOfNumbers(0, 1)

function oneOfNumbers(least: number, most: number): Check {
  const number = whole(least)
  return (value, at, walk) => {
    number(value, at, walk)
    if (typeof value === 'number' && value > most) number(-1, at, walk)
  }
}

const parts = byType(
  {
    rich_text_section: section,
    rich_text_quote: shape({
      fields: { type: oneOf('rich_text_quote'), elements: list(pieces), border },
      required: ['elements'],
    }),
    rich_text_preformatted: shape({
      fields: {
        type: oneOf('rich_text_preformatted'),
        elements: list(byType({ text, link }, () => 'kit.element.place')),
        border,
      },
      required: ['elements'],
    }),
    rich_text_list: shape({
      fields: {
        type: oneOf('rich_text_list'),
        elements: list(section),
        style: oneOf('bullet', 'ordered'),
        indent: whole(),
        offset: whole(),
        border,
      },
      required: ['elements', 'style'],
    }),
  },
  () => 'kit.element.unknown',
)

/** The fields of a rich_text block beside type and block_id. Nothing in it is parsed: text stays text. */
export const richTextElements: Check = list(parts)
