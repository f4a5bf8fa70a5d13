import { z } from 'zod'

/** Business hours in the workspace's time zone. Days: 1 = Monday .. 7 = Sunday; from/to: "HH:mm". */
export const BusinessHours = z.object({
  days: z.array(z.number().int().min(1).max(7)).min(1),
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
})
export type BusinessHours = z.infer<typeof BusinessHours>

/** One organisation that uses Heard. */
export interface Workspace {
  id: string
  name: string
  timeZone: string
  language: string
  hours: BusinessHours
  homeChannel: string | null
}
