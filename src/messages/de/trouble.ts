import type { Messages } from '../shape.js'

/** What is said of an error that has no sentence of its own, by its code. */
export const trouble: Messages['trouble'] = {
  bad_input: () => 'So ist das nicht verwendbar.',
  bad_signature: () => 'Die Signatur passt nicht.',
  not_found: () =>
    'Das ist nicht mehr zu finden. Vielleicht wurde es gelöscht, oder es gehört zu einem anderen Workspace.',
  conflict: () => 'Jemand anderes war schneller. Bitte noch einmal nachsehen und es dann erneut versuchen.',
  not_allowed: () => 'Das ist hier nicht erlaubt.',
  too_busy: () => 'Gerade ist zu viel zu tun. Bitte in einer Minute noch einmal versuchen.',
  rate_limited: () => 'Wir sollen langsamer machen. Bitte in einer Minute noch einmal versuchen.',
  unavailable: () =>
    'Etwas, das Heard braucht, hat nicht geantwortet. Bitte in einer Minute noch einmal versuchen.',
  misconfigured: () => 'Etwas ist nicht so eingerichtet, wie es sein muss. Im Log von Heard steht, was.',
}
