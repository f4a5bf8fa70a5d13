import { numbersFor } from '../numbers.js'

export const numbers = numbersFor('en', (...date) => date.join('-'))
