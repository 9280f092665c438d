// What owners are shown of what a key reaches: the data, and the same in words.
import { DANGERS } from '@latchkey/catalogue'
import { z } from 'zod'
import type { Reach } from '../reach/reach.ts'
import { reachWords } from '../reach/words.ts'

const danger = z.enum(DANGERS)
const role = z.enum(['lock', 'garage', 'alarm', 'siren', 'camera']).nullable()
const words = z.array(z.string()).readonly()

const SAID = z.object({
  everything: words.meta({ description: 'by what the key can do everything' }),
  directly: words,
  because: words,
  unseen: words.meta({ description: 'where nobody can see what follows' }),
})

const LINK = z.object({
  ...{ kind: z.string(), id: z.string(), name: z.string() },
  by: z.string().meta({ description: 'how it comes about by the link before' }),
})

const CONSEQUENCE = z.object({
  kind: z.string().meta({ description: 'what happens: device-control, push, unknown, …' }),
  ...{ device: z.string().optional(), id: z.string().optional(), name: z.string().optional() },
  ...{ capability: z.string().nullable().optional(), security: z.boolean().optional() },
  ...{ role: role.optional(), card: z.string().optional(), app: z.string().optional() },
  ...{ why: z.string().optional(), what: z.string().optional() },
  via: z.array(LINK).readonly().meta({
    description: 'from what the key does to what brings this about; empty: the key itself',
  }),
})

const DIRECT = z.object({
  does: z.enum(['control', 'start', 'set', 'run', 'switch', 'call', 'watch', 'change']),
  ...{ kind: z.string(), id: z.string(), name: z.string(), permission: z.string() },
  role: role.optional(),
  capabilities: words.optional(),
})

const list = <T extends z.ZodType>(one: T) => z.array(one).readonly()

/** What a key reaches, or that it is not known. */
export const REACH = z.discriminatedUnion('known', [
  z.object({
    known: z.literal(false),
    message: z.string().meta({ description: 'why it is not known now' }),
  }),
  z.object({
    ...{ known: z.literal(true), danger },
    everything: list(z.object({ permission: z.string(), because: z.string(), apps: words })),
    directly: list(DIRECT),
    because: list(CONSEQUENCE),
    unseen: list(CONSEQUENCE),
    unread: list(z.enum(['scripts', 'apps'])),
    words: z.object({ en: SAID, nl: SAID }),
  }),
])

/** What a key reaches. */
export type ReachView = z.output<typeof REACH>

/** The view of a reach. */
export function reachView(reach: Reach, client: string): ReachView {
  const { everything, ...rest } = reach
  return {
    known: true,
    ...rest,
    everything: everything.map(({ because, ...one }) => {
      return { ...one, because: because.replaceAll('{app}', () => client) }
    }),
    words: { en: reachWords(reach, client, 'en'), nl: reachWords(reach, client, 'nl') },
  }
}
