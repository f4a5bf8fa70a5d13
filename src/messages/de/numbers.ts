import { numbersFor } from '../numbers.js'

export const numbers = numbersFor('de', (year, month, day) => `${day}.${month}.${year}`)
