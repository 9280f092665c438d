// What owners send as answers to requests for more, and what of a request that chooses: what is absent is given as it
// was asked for.
import { z } from 'zod'
import type { Extension } from '../permission-requests/permission-request.ts'
import { strangersText } from '../permission-requests/strangers-text.ts'
import { life } from './inputs.ts'
import { LIST_MEMBERS } from './limit-inputs.ts'

const IDS = z.array(z.string().max(200)).max(200).optional()

/** The body of a yes. */
export const REQUEST_GRANT = z.strictObject({
  /** Of those asked for; all if it is absent. */
  permissions: z.array(z.string().max(200)).max(2_000).optional(),
  /** Objects by id, of those asked for; all if it is absent, none if it is null. */
  limits: z
    .strictObject(Object.fromEntries(LIST_MEMBERS.map((member) => [member, IDS])))
    .nullable()
    .optional(),
  /** Ask before each use of what is given, also where that was not offered. */
  askFirst: z.literal(true).optional(),
  /** A life from now on, not longer than was asked for. */
  expires: life.optional(),
  /** At the control socket: that full control is meant. */
  fullControl: z.literal(true).optional(),
  /** Over TCP: the phrase of full control, typed by somebody who signed in within five minutes. */
  typed: z.string().max(200).optional(),
})

/** The body of a no. */
export const REQUEST_DECLINE = z.strictObject({
  /** Told to the client. */
  word: z
    .string()
    .max(2_000)
    .transform((text) => strangersText(text, 300))
    .optional(),
})

/** What an answer chooses of a request. */
export function choiceIn(
  asked: Extension,
  { permissions, limits, askFirst, expires }: z.output<typeof REQUEST_GRANT>,
): Extension {
  const lists = LIST_MEMBERS.flatMap((member) => {
    const ids = limits?.[member]
    return ids ? [[member, ids] as const] : []
  })
  return {
    permissions: [...new Set(permissions ?? asked.permissions)].sort(),
    objects: limits === undefined ? asked.objects : Object.fromEntries(lists),
    askFirst: asked.askFirst || askFirst === true,
    life: expires ?? asked.life,
  }
}
