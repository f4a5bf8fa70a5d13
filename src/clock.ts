/** Milliseconds since the epoch. Everything that needs the time takes a Clock or a plain `now`. */
export type Clock = () => number

/** The one place of the product that reads the machine's clock; main.ts, the CLI and the demo hand it on. */
export const systemClock: Clock = () => Date.now()

/** From 0 up to 1. The one place that reads the machine's chance, handed on the same way. */
export const systemRandom = (): number => Math.random()
