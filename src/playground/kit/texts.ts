import { isObject } from '../json.js'
import { limitOf, type LimitRuleId } from '../rules/rules.js'
import { type Check, flag, oneOf, report, shape, string } from './check.js'

type Kind = 'plain_text' | 'mrkdwn'

function textObject(kinds: Kind[], most: LimitRuleId): Check {
  const fields = { type: oneOf(...kinds), text: string(most, 'kit.text.empty') }
  const plain = shape({ fields: { ...fields, emoji: flag }, required: ['type', 'text'] })
  const mrkdwn = shape({ fields: { ...fields, verbatim: flag }, required: ['type', 'text'] })
  return (value, at, walk) => {
    const check = isObject(value) && value['type'] === 'mrkdwn' ? mrkdwn : plain
    check(value, at, walk)
  }
}

export const plainText = (most: LimitRuleId): Check => textObject(['plain_text'], most)
export const anyText = (most: LimitRuleId): Check => textObject(['plain_text', 'mrkdwn'], most)

/** A confirmation dialog. */
export const confirm: Check = shape({
  fields: {
    title: plainText('kit.confirm.title'),
    text: anyText('kit.confirm.text'),
    confirm: plainText('kit.confirm.button'),
    deny: plainText('kit.confirm.button'),
    style: oneOf('primary', 'danger'),
  },
  required: ['text'],
})

/** The image element of a section or context, and the fields an image block shares with it. */
export const imageFields = {
  image_url: string('kit.image.url'),
  slack_file: shape({
    fields: { id: string(), url: string() },
    also: (file, at, walk) => {
      if ((file['id'] === undefined) === (file['url'] === undefined)) report(walk, 'kit.slack-file.one', at)
    },
  }),
  alt_text: string('kit.image.alt', 'kit.image.alt-min'),
}

export const imageOrigin: NonNullable<Parameters<typeof shape>[0]['also']> = (image, at, walk) => {
  if ((image['image_url'] === undefined) === (image['slack_file'] === undefined)) {
    report(walk, 'kit.image.origin', at)
  }
}

/** When an input tells the app before submit. */
export const dispatchConfig: Check = shape({
  fields: {
    trigger_actions_on: (value, at, walk) => {
      if (!Array.isArray(value)) return report(walk, 'kit.shape.array', at)
      if (value.length < 1 || value.length > limitOf('kit.dispatch.actions')) {
        report(walk, 'kit.dispatch.actions', at)
      }
      const each = oneOf('on_enter_pressed', 'on_character_entered')
      value.forEach((item, index) => each(item, `${at}/${index}`, walk))
    },
  },
})
