// The manifest of a client, `latchkey.json`: who it is, and what it asks for with a reason for each. It is the word
// of its developer; what is thought of it stands elsewhere.
import { expand, type Generation } from '@latchkey/catalogue'
import { z } from 'zod'
import { isRedirect, REDIRECTS } from '../authorization/redirects.ts'
import { isShownWhole } from './shown-text.ts'

const PLAIN = 'no control characters, emoji or spaces at the ends'

const text = (longest: number, description: string) =>
  z
    .string()
    .min(1, 'say something here')
    .max(longest, `at most ${longest} letters`)
    .refine(isShownWhole, PLAIN)
    .meta({ description })

const ASKED = z.strictObject({
  permission: z.string().min(1).max(200).meta({
    description: 'a permission, a preset or a scope of Athom: device:read, preset:control',
  }),
  reason: text(300, 'what the app does with it, for the owner: one sentence').min(
    10,
    'say in a sentence what the app does with it',
  ),
  optional: z.boolean().default(false).meta({ description: 'the app works without it' }),
})

/** Kinds of objects that an owner may pick for a client. */
export const CHOICES = [
  ...(['zones', 'devices', 'flows', 'flowFolders', 'moods'] as const),
  ...(['variables', 'dashboards', 'scripts', 'apps'] as const),
] as const

const LIMITS = z
  .strictObject({
    choose: z.array(z.enum(CHOICES)).min(1).max(CHOICES.length).readonly().optional().meta({
      description: 'of these the owner should pick some; the app works with those only',
    }),
    own: z.literal(true).optional().meta({ description: 'changes only what it made itself' }),
    drafts: z.literal(true).optional().meta({ description: 'writes Flows only switched off' }),
  })
  .meta({ description: 'limits that the app can work within' })

/** The manifest. */
export const MANIFEST = z.strictObject({
  $schema: z.string().max(500).optional(),
  name: text(60, 'what the app is called on the page where the owner decides'),
  version: z
    .string()
    .max(60)
    .regex(/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/, 'a version has three numbers: 1.0.0')
    .meta({ description: 'of the app; a new one for each change of this file' }),
  homepage: z
    .url({ protocol: /^https$/, error: 'give an address that begins with https://' })
    .max(500)
    .refine(isShownWhole, PLAIN),
  contact: z
    .string()
    .max(200)
    .regex(/^[^\s@<>]+@[^\s@<>]+$/, 'give an e-mail address')
    .refine(isShownWhole, PLAIN)
    .meta({ description: 'an e-mail address for whoever reviews the app' }),
  redirectUris: z
    .array(z.string().max(500).refine(isRedirect, `give ${REDIRECTS}`))
    .max(20)
    .readonly()
    .default([])
    .meta({ description: `where browsers go back to: ${REDIRECTS}; none for a device` }),
  permissions: z.array(ASKED).min(1, 'ask for something').max(200).readonly(),
  limits: LIMITS.optional(),
})

/** A manifest that was parsed. */
export type Manifest = z.output<typeof MANIFEST>

/** The words of a manifest: all, or those that it cannot do without. */
export function wordsIn({ permissions }: Manifest, which: 'all' | 'required' = 'all') {
  const kept = permissions.filter(({ optional }) => which === 'all' || !optional)
  return kept.map(({ permission }) => permission)
}

/** Why a client says that it asks for each permission on a generation of Homey. */
export function reasonsOn(
  { permissions }: Manifest,
  generation: Generation,
): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>()
  // What is named by itself has its own reason; a bundle's is for the rest.
  const bySize = permissions
    .map(({ permission, reason }) => ({
      reason,
      all: expand([permission], generation).permissions,
    }))
    .toSorted((one, other) => other.all.length - one.all.length)
  for (const { reason, all } of bySize) for (const one of all) reasons.set(one, reason)
  return reasons
}

/** The JSON Schema of the file, for editors. */
export const manifestSchema = (): object => ({
  ...z.toJSONSchema(MANIFEST, { io: 'input' }),
  title: 'latchkey.json',
  description: 'What an app that asks for access through Latchkey says of itself.',
})
