// What tools that write give: the object, how to undo it, and what the hub made otherwise.
import { z } from 'zod'
import type { Wrote } from '../home/changes.ts'

/** The output. */
export const WROTE = z.strictObject({
  id: z.string(),
  name: z.string(),
  undo: z.string().describe('give this to the tool undo to take it back'),
  differs: z
    .array(z.string())
    .describe('members that the Homey keeps otherwise than they were sent'),
})

/** What was written, as the output. */
export const wrote = ({ differs, ...one }: Wrote): z.input<typeof WROTE> => ({
  ...one,
  differs: [...differs],
})
