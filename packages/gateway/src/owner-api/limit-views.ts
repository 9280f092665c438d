// Limits as owners see them: every id with its name, where the hub tells it.
import type { Limits } from '@latchkey/catalogue'
import { z } from 'zod'
import type { HubObjects, NamedMember } from './hub-objects.ts'
import { LIST_MEMBERS } from './limit-inputs.ts'

const NAMED = z.object({
  id: z.string(),
  name: z
    .string()
    .nullable()
    .meta({ description: 'null where the hub was not or cannot be asked' }),
})
const LIST = z.array(NAMED).readonly().optional()

/** The limits of a key. */
export const LIMITS = z.object({
  ...{ zones: LIST, devices: LIST, capabilities: LIST, flows: LIST, flowFolders: LIST },
  ...{ moods: LIST, variables: LIST, dashboards: LIST, scripts: LIST, apps: LIST },
  ...{ own: z.literal(true).optional(), drafts: z.literal(true).optional() },
  cards: z
    .array(NAMED.extend({ args: z.record(z.string(), z.unknown()).optional() }))
    .readonly()
    .optional(),
  except: z.object({ devices: LIST, zones: LIST }).optional(),
})

/** Limits with names. */
export type LimitsView = z.output<typeof LIMITS>

/** The name of an object; null where it is not known. */
export type NameOf = (member: NamedMember, id: string) => string | null

/** Knows no names. */
export const NAMELESS: NameOf = () => null

/** The names of everything that limits name, as far as the hub can be asked. */
export async function namesIn(limits: Limits | null, objects: HubObjects): Promise<NameOf> {
  const { cards, except, ...lists } = limits ?? {}
  const members = new Set<NamedMember>(LIST_MEMBERS.filter((member) => lists[member]))
  if (cards) members.add('cards')
  if (except?.devices) members.add('devices')
  if (except?.zones) members.add('zones')
  const names = new Map<NamedMember, ReadonlyMap<string, string>>()
  await Promise.all(
    [...members].map(async (member) => {
      const listing = await objects.list(member)
      const known = 'objects' in listing ? listing.objects : []
      names.set(member, new Map(known.map((one) => [one.id, one.name])))
    }),
  )
  return (member, id) => names.get(member)?.get(id) ?? null
}

/** The view of limits. */
export function limitsView(limits: Limits | null, nameOf: NameOf): LimitsView | null {
  if (limits === null) return null
  const named = (member: NamedMember, ids: readonly string[]) =>
    ids.map((id) => ({ id, name: nameOf(member, id) }))
  const { own, drafts, cards, except } = limits
  const lists = LIST_MEMBERS.flatMap((member) => {
    const ids = limits[member]
    return ids ? [[member, named(member, ids)] as const] : []
  })
  return {
    ...Object.fromEntries(lists),
    ...(own && { own }),
    ...(drafts && { drafts }),
    ...(cards && {
      cards: cards.map(({ id, args }) => {
        return { id, name: nameOf('cards', id), ...(args && { args: { ...args } }) }
      }),
    }),
    ...(except && {
      except: {
        ...(except.devices && { devices: named('devices', except.devices) }),
        ...(except.zones && { zones: named('zones', except.zones) }),
      },
    }),
  }
}
