import { card } from './en/card.js'
import { cli } from './en/cli.js'
import { forms } from './en/forms.js'
import { install } from './en/install.js'
import { notices } from './en/notices.js'
import { score } from './en/score.js'

export const en = { card, cli, forms, install, notices, score }
