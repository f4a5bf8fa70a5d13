import { binding } from './de/binding.js'
import { burst } from './de/burst.js'
import { card } from './de/card.js'
import { cli } from './de/cli.js'
import { forms } from './de/forms.js'
import { home } from './de/home.js'
import { install } from './de/install.js'
import { input } from './de/input.js'
import { notices } from './de/notices.js'
import { person } from './de/person.js'
import { score } from './de/score.js'
import { setup, tools } from './de/setup.js'
import { start } from './de/start.js'
import { toolFile } from './de/tool-file.js'
import { trouble } from './de/trouble.js'

import type { Messages } from './shape.js'

export const de: Messages = {
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
