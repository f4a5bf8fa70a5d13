/** What people read on their home tab, in English. Strings are shown as they are. */
export const home = {
  mine: (count: number): string => `My loops (${count})`,
  team: (count: number): string => `The team's loops (${count})`,
  noneMine: 'Nothing is yours right now. Take one from the team below, or enjoy the quiet.',
  noneTeam: 'Nobody else has an open loop, and none waits for somebody to take it.',
  more: (count: number): string => `And ${count} more, less urgent. Close some of these and they move up.`,
  owner: (name: string): string => `${name} has it`,
  nobody: 'Nobody has it yet',
  anonymous: 'anonymous',
  due: (what: 'first_contact' | 'resolution'): string =>
    what === 'first_contact' ? 'First contact due ' : 'Resolution due ',
  overdue: (what: 'first_contact' | 'resolution'): string =>
    what === 'first_contact' ? 'OVERDUE: first contact was due ' : 'OVERDUE: resolution was due ',
  openCard: 'Open the card',
}
