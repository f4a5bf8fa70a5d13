import type { Messages } from '../shape.js'
import { outcomeNames } from './names.js'

/** What a form tells that helps with a step, in German. */
export const stepHelp: Messages['forms']['help'] = {
  account: (facts) => `Konto: ${facts.join(' · ')}`,
  anonymous: 'Die Antwort ist anonym: mehr ist nicht bekannt.',
  segment: (name, value) => `${name} ${value}`,
  pastScores: (scores) => `Frühere Antworten: ${scores.join(', ')}`,
  pastScore: (meaning, day) => `${meaning} (${day})`,
  noPastScores: 'Frühere Antworten: keine.',
  earlierLoops: (count, last) =>
    `Frühere Vorgänge: ${count}. Der letzte ${last.outcome === null ? 'wurde eröffnet' : `endete „${outcomeNames[last.outcome]}“`} am ${last.day}` +
    `${last.cause === null ? '' : `; Ursache: ${last.cause}`}.`,
  noEarlierLoops: 'Frühere Vorgänge: keine.',
  apologyTitle:
    'Ein Entwurf für den Anfang. Die Lücken bitte mit eigenen Worten füllen; Heard verschickt nichts.',
  apology: (name) =>
    `„${name ?? '[Name]'}, es tut mir leid, dass [was geschah, in ihren oder seinen Worten]. Das hat Sie [was es gekostet hat] gekostet, ` +
    'und es hätte nicht passieren dürfen. [Was ich getan habe oder tun werde, bis wann.] Danke, dass Sie es uns gesagt haben. [Ihr Name]“',
  causes: (counts, days) =>
    `Ursachen ähnlicher Vorgänge in den letzten ${days} Tagen: ${counts.map(({ cause, count }) => `${cause} ${count}`).join(', ')}.`,
  noCauses: (days) =>
    `In den letzten ${days} Tagen wurde bei keinem ähnlichen Vorgang eine Ursache eingetragen.`,
}
