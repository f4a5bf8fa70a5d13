import { homeReadAnew } from '../loops/homes.js'
import { isLanguage, languages, messagesFor, type Language } from '../messages/messages.js'
import type { Bell } from '../queue/job.js'
import { chooseLanguage, languageOf, type PersonSettingsDeps } from '../workspaces/person-settings.js'
import { workspaceById } from '../workspaces/store.js'
import type { Command, CommandReply, CommandRequest } from './command.js'

export interface HeardCommandDeps extends PersonSettingsDeps {
  bell: Bell
}

/** /heard language [en | de | auto]: what one person sets for themselves. */
export function heardCommand(deps: HeardCommandDeps): Command {
  // Slack shows one text to everybody, whatever their language.
  const words = messagesFor('en').person
  return {
    name: 'heard',
    description: words.description,
    usageHint: words.usageHint,
    async run(request) {
      const [topic = 'help', wish, ...rest] = request.text.trim().toLowerCase().split(/\s+/).filter(Boolean)
      const { person } = request.messages
      if (topic === 'help') return { kind: 'list', list: person.help }
      if (topic !== 'language' || rest.length > 0) return said(person.notUnderstood())
      return wish === undefined ? showLanguage(deps, request) : setLanguage(deps, request, wish)
    },
  }
}

async function showLanguage(deps: PersonSettingsDeps, request: CommandRequest): Promise<CommandReply> {
  const { person } = request.messages
  const own = await languageOf(deps, personOf(request))
  return said(person.now(person.language(own ?? (await workspaceLanguage(deps, request))), own !== null))
}

/** Answered in the language that was just chosen: the reader sees at once what they will get. */
async function setLanguage(
  deps: HeardCommandDeps,
  request: CommandRequest,
  wish: string,
): Promise<CommandReply> {
  if (wish === 'auto') {
    await choose(deps, request, null)
    const language = await workspaceLanguage(deps, request)
    const { person } = messagesFor(language)
    return said(person.automatic(person.language(language)))
  }
  if (!isLanguage(wish)) return said(request.messages.person.unknownLanguage([...languages, 'auto']))
  await choose(deps, request, wish)
  const { person } = messagesFor(wish)
  return said(person.chosen(person.language(wish)))
}

async function choose(
  deps: HeardCommandDeps,
  request: CommandRequest,
  language: Language | null,
): Promise<void> {
  await chooseLanguage(deps, personOf(request), language, request.now)
  await homeReadAnew(deps, personOf(request))
}

async function workspaceLanguage(deps: PersonSettingsDeps, { workspaceId }: CommandRequest): Promise<string> {
  return (await workspaceById(deps, workspaceId))?.language ?? 'en'
}

function personOf({ workspaceId, actor }: CommandRequest) {
  return { workspaceId, personId: actor.id }
}

function said(text: string): CommandReply {
  return { kind: 'text', text }
}
