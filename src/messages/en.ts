import { burst } from './en/burst.js'
import { card } from './en/card.js'
import { cli } from './en/cli.js'
import { forms } from './en/forms.js'
import { notices } from './en/notices.js'
import { score } from './en/score.js'

export const en = { burst, card, cli, forms, notices, score }
