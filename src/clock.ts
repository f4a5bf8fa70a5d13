/** Milliseconds since the epoch. Everything that needs the time takes a Clock or a plain `now`. */
export type Clock = () => number

/** The one place of the product that reads the machine's clock; main.ts and the CLI hand it on. */
export const systemClock: Clock = () => Date.now()
