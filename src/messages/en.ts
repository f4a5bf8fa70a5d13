import { binding } from './en/binding.js'
import { burst } from './en/burst.js'
import { card } from './en/card.js'
import { cli } from './en/cli.js'
import { forms } from './en/forms.js'
import { home } from './en/home.js'
import { install } from './en/install.js'
import { input } from './en/input.js'
import { notices } from './en/notices.js'
import { person } from './en/person.js'
import { score } from './en/score.js'
import { setup, tools } from './en/setup.js'
import { start } from './en/start.js'
import { toolFile } from './en/tool-file.js'
import { trouble } from './en/trouble.js'

export const en = {
  binding,
  burst,
  card,
  cli,
  forms,
  home,
  input,
  install,
  notices,
  person,
  score,
  setup,
  start,
  toolFile,
  tools,
  trouble,
}
