/** What the stand-in's people door tells, as far as the page shows it. Blocks were checked before they were stored. */
export interface TextObject {
  type: 'plain_text' | 'mrkdwn'
  text: string
  verbatim?: boolean
}

export interface Option {
  text: TextObject
  value: string
  description?: TextObject
  url?: string
}

export interface Confirm {
  title?: TextObject
  text: TextObject
  confirm?: TextObject
  deny?: TextObject
  style?: 'primary' | 'danger'
}

export interface Piece {
  type: string
  text?: string
  url?: string
  user_id?: string
  usergroup_id?: string
  channel_id?: string
  range?: string
  name?: string
  unicode?: string
  value?: string
  timestamp?: number
  format?: string
  fallback?: string
  style?: Record<string, boolean>
}

export interface RichPart {
  type: string
  style?: string
  elements: (Piece | RichPart)[]
}

/** An element that may be used or filled in. */
export interface Element {
  type: string
  action_id?: string
  text?: TextObject | string
  value?: string
  url?: string
  style?: 'primary' | 'danger'
  confirm?: Confirm
  accessibility_label?: string
  alt_text?: string
  placeholder?: TextObject
  options?: Option[]
  option_groups?: { label: TextObject; options: Option[] }[]
  initial_option?: Option
  initial_options?: Option[]
  initial_value?: string
  initial_date?: string
  initial_time?: string
  initial_date_time?: number
  initial_user?: string
  initial_users?: string[]
  initial_channel?: string
  initial_conversation?: string
  multiline?: boolean
  min_length?: number
  max_length?: number
  focus_on_load?: boolean
}

export interface Cell {
  type: string
  text?: string
  elements?: RichPart[]
}

export interface Block {
  type: string
  block_id?: string
  text?: TextObject | string
  fields?: TextObject[]
  accessory?: Element
  element?: Element
  elements?: unknown[]
  label?: TextObject
  hint?: TextObject
  optional?: boolean
  dispatch_action?: boolean
  title?: TextObject
  subtitle?: TextObject
  alt_text?: string
  caption?: string
  rows?: Cell[][]
  child_blocks?: Block[]
  level?: string | number
}

export interface Message {
  ts: string
  user: string
  bot_id?: string
  text: string
  blocks?: Block[]
  attachments?: { color?: string; text?: string; blocks?: Block[] }[]
  edited?: { ts: string }
  thread_ts?: string
  subtype?: string
  reply_count?: number
  reply_users?: string[]
  latest_reply?: string
  ephemeral: boolean
  mrkdwn: boolean
}

export interface View {
  id: string
  type: 'modal' | 'home'
  hash: string
  title?: TextObject
  submit?: TextObject | null
  close?: TextObject | null
  blocks: Block[]
}

export interface Channel {
  id: string
  name: string
  is_im: boolean
  is_private: boolean
  is_archived: boolean
  app_is_member: boolean
  members: number
  unread: number
}

export interface User {
  id: string
  name: string
  real_name: string
}

export interface Shortcut {
  type: 'global' | 'message'
  name: string
  callback_id: string
}

export interface Team {
  id: string
  name: string
  users: User[]
  app: {
    id: string
    name: string
    user_id: string
    home_tab: boolean
    commands: { command: string; hint: string }[]
    shortcuts: Shortcut[]
  }
}

/** What a deed led to, as the person's client shows it. */
export interface Outcome {
  ok: boolean
  error?: string
  acked?: boolean
  sentence?: string
  errors?: Record<string, string>
  channel?: string
}
