import type { Messages } from '../shape.js'

/** What people read on their home tab, in German. */
export const home: Messages['home'] = {
  mine: (count) => `Meine Vorgänge (${count})`,
  team: (count) => `Vorgänge des Teams (${count})`,
  noneMine: 'Zurzeit ist hier nichts. Vorgänge zum Übernehmen stehen unten beim Team.',
  noneTeam: 'Niemand sonst hat einen offenen Vorgang, und keiner wartet auf eine Übernahme.',
  more: (count) =>
    `Und ${count} weitere, weniger dringend. Sie rücken nach, sobald hier etwas abgeschlossen ist.`,
  owner: (name) => `Zuständig: ${name}`,
  nobody: 'Noch niemand zuständig',
  anonymous: 'anonym',
  due: (what) => (what === 'first_contact' ? 'Erster Kontakt fällig ' : 'Lösung fällig '),
  overdue: (what) =>
    what === 'first_contact' ? 'ÜBERFÄLLIG: erster Kontakt war fällig ' : 'ÜBERFÄLLIG: Lösung war fällig ',
  openCard: 'Karte öffnen',
}
