import type { JsonObject } from '../json.js'
import {
  byType,
  type Check,
  flag,
  list,
  oneOf,
  report,
  shape,
  string,
  type Surface,
  type Walk,
  whole,
} from './check.js'
import { elementFor, imageElement } from './elements.js'
import { richTextElements } from './rich-text.js'
import { dataTableFields, equalRows, tableFields } from './tables.js'
import { anyText, imageFields, imageOrigin, plainText } from './texts.js'

type Rest = Partial<Pick<Parameters<typeof shape>[0], 'required' | 'also'>>

function block(type: string, fields: Record<string, Check>, rest: Rest = {}): Check {
  return shape({ fields: { type: oneOf(type), block_id: string('kit.block-id.length'), ...fields }, ...rest })
}

function textOrFields(section: JsonObject, at: string, walk: Walk): void {
  if (section['text'] === undefined && section['fields'] === undefined)
    report(walk, 'kit.section.content', at)
}

const contextElement: Check = byType(
  { image: imageElement, plain_text: anyText('kit.text.length'), mrkdwn: anyText('kit.text.length') },
  () => 'kit.element.place',
)

const plain: Record<string, Check> = {
  divider: block('divider', {}),
  section: block(
    'section',
    {
      text: anyText('kit.section.text'),
      fields: list(anyText('kit.section.field'), 'kit.section.fields', 'kit.section.fields-min'),
      accessory: elementFor('accessory'),
      expand: flag,
    },
    { also: textOrFields },
  ),
  header: block(
    'header',
    { text: plainText('kit.header.text'), level: whole(1, 'kit.header.level') },
    { required: ['text'] },
  ),
  context: block(
    'context',
    { elements: list(contextElement, 'kit.context.elements', 'kit.context.elements-min') },
    { required: ['elements'] },
  ),
  actions: block(
    'actions',
    { elements: list(elementFor('actions'), 'kit.actions.elements', 'kit.actions.elements-min') },
    { required: ['elements'] },
  ),
  image: block(
    'image',
    { ...imageFields, title: plainText('kit.image.title') },
    { required: ['alt_text'], also: imageOrigin },
  ),
  input: block(
    'input',
    {
      label: plainText('kit.input.label'),
      element: elementFor('input'),
      hint: plainText('kit.input.hint'),
      optional: flag,
      dispatch_action: flag,
    },
    { required: ['label', 'element'] },
  ),
  rich_text: block('rich_text', { elements: richTextElements }, { required: ['elements'] }),
  markdown: block('markdown', { text: string(undefined, 'kit.text.empty') }, { required: ['text'] }),
  alert: block(
    'alert',
    { text: anyText('kit.alert.text'), level: oneOf('default', 'info', 'warning', 'error', 'success') },
    { required: ['text'] },
  ),
  table: block('table', tableFields, { required: ['rows'] }),
  data_table: block('data_table', dataTableFields, { required: ['rows', 'caption'], also: equalRows }),
}

const refuse = (type: string) =>
  Object.hasOwn(plain, type) || type === 'container' ? 'kit.block.surface' : 'kit.block.unknown'

const childTypes = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
]
const child = byType(
  Object.fromEntries(childTypes.map((type) => [type, plain[type] ?? contextElement])),
  refuse,
)

const container = block(
  'container',
  {
    title: plainText('kit.container.title'),
    rich_text_title: block('rich_text', { elements: richTextElements }, { required: ['elements'] }),
    subtitle: anyText('kit.container.subtitle'),
    child_blocks: list(child, 'kit.container.children', 'kit.container.children-min'),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: imageElement,
    is_collapsible: flag,
    default_collapsed: flag,
    has_header_divider: flag,
  },
  { required: ['child_blocks'] },
)

const everywhere = ['divider', 'section', 'header', 'context', 'actions', 'image', 'input', 'rich_text']
const surfaces: Record<Surface, string[]> = {
  message: [...everywhere, 'markdown', 'table', 'data_table', 'container'],
  modal: [...everywhere, 'alert'],
  home: [...everywhere, 'container'],
}
const all: Record<string, Check> = { ...plain, container }

/**
 * A block that may stand on this surface. Blocks of the reference that are not modelled here (card, carousel, chart,
 * video, plan, task_card, context_actions, file) are refused as unknown: their rows come with their first user.
 */
export function blockFor(surface: Surface): Check {
  const allowed = Object.fromEntries(surfaces[surface].map((type) => [type, all[type] ?? contextElement]))
  return byType(allowed, refuse)
}
