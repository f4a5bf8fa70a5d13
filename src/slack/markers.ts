import type { Marker } from '../chat/port.js'

/** The `event_type` of the metadata on each of our messages. */
export const eventTypes: Readonly<Record<Marker['kind'], string>> = {
  card: 'heard_card',
  line: 'heard_line',
  notice: 'heard_notice',
  burst: 'heard_burst',
}
