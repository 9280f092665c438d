// Flows as agents write them: in the words of the hub, without what the hub finds out by itself.
import { z } from 'zod'

const args = z.record(z.string().max(80), z.unknown()).default({})
const card = z.string().min(1).max(300).describe('the full id of a card, from cards_search')
const droptoken = z
  .string()
  .max(300)
  .optional()
  .describe('the token that the card is about: owner|token, or one of the trigger')

/** A trigger, condition or action of a Flow. */
export const FLOW = {
  trigger: z.strictObject({ id: card, args, droptoken }),
  conditions: z
    .array(
      z.strictObject({
        ...{ id: card, args, droptoken, inverted: z.boolean().default(false) },
        group: z
          .enum(['group1', 'group2', 'group3'])
          .default('group1')
          .describe('AND within, OR between'),
      }),
    )
    .max(60)
    .default([]),
  actions: z
    .array(
      z.strictObject({
        ...{ id: card, args, droptoken, group: z.enum(['then', 'else']).default('then') },
        delay: z
          .strictObject({ number: z.string().regex(/^\d{1,5}$/), multiplier: z.literal([1, 60]) })
          .nullable()
          .default(null),
        duration: z.unknown().nullable().default(null),
      }),
    )
    .max(60),
} as const

const next = z.array(z.string().max(60)).max(60).optional()

/** A card of an Advanced Flow. */
export const ADVANCED_CARD = z.strictObject({
  type: z.enum(['trigger', 'condition', 'action', 'start', 'delay', 'any', 'all', 'note']),
  id: card.optional(),
  args: z.record(z.string().max(80), z.unknown()).optional(),
  droptoken,
  inverted: z.boolean().optional(),
  ...{ outputSuccess: next, outputTrue: next, outputFalse: next, outputError: next },
  input: z
    .array(z.string().max(100))
    .optional()
    .describe('of an "all" card: what it waits for, as key::outputSuccess'),
  value: z.string().max(2_000).optional().describe('the text of a note'),
  ...{ x: z.number().optional(), y: z.number().optional() },
})

/** The cards of an Advanced Flow. */
export const ADVANCED = z
  .record(z.string().regex(/^[\w-]{1,60}$/), ADVANCED_CARD)
  .describe('cards by keys of your own, such as "motion"; outputs name those keys')

/** A Flow, parsed. */
export interface FlowDraft {
  readonly trigger: z.output<(typeof FLOW)['trigger']>
  readonly conditions: z.output<(typeof FLOW)['conditions']>
  readonly actions: z.output<(typeof FLOW)['actions']>
}

/** The cards of an Advanced Flow, parsed. */
export type AdvancedDraft = z.output<typeof ADVANCED>
