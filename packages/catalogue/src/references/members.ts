// What an object acts on, listens to, reads, holds or shows, by kind: who may use the object has to be
// covered for each of them. What it lies in (its folder, its zone) is none of its members.
import { fullCardId } from './card.ts'
import { isRecord, type JsonRecord, rowOf } from './json.ts'
import { type CardRole, MANAGER_CARDS, type Use } from './manager-cards.ts'
import type { Form, Path, Reference, ReferenceKind } from './reference.ts'
import { references } from './references.ts'
import type { ObjectKind } from './shapes.ts'

/** One object that another has to do with. */
export interface Member {
  readonly id: string
  readonly uses: readonly Use[]
}

export type Members = Readonly<Partial<Record<ReferenceKind, readonly Member[]>>>

/** Everything that an object certainly has to do with, each once, in the order of its first place. */
export function members(kind: ObjectKind, object: unknown): Members {
  const found = new Map<ReferenceKind, Map<string, Set<Use>>>()
  for (const reference of references(kind, object)) {
    if (reference.sure !== 'certain' || OUTSIDE.includes(reference.form)) continue
    const ids = found.get(reference.kind) ?? new Map<string, Set<Use>>()
    const uses = ids.get(reference.id) ?? new Set()
    found.set(reference.kind, ids.set(reference.id, uses.add(useOf(kind, object, reference))))
  }
  return Object.fromEntries(
    [...found].map(([what, ids]) => [
      what,
      [...ids].map(([id, uses]): Member => ({ id, uses: [...uses] })),
    ]),
  )
}

const OUTSIDE: readonly Form[] = ['container', 'athom-id']
const TOKENS: readonly Form[] = ['droptoken', 'text-token']

type UseIn = (object: JsonRecord, reference: Reference) => Use

/** By kind of object; the others hold what they name. */
const USES: Readonly<Partial<Record<ObjectKind, UseIn>>> = {
  flow: (flow, { path, ...reference }) => {
    const role = rowOf(ROLES, String(path[0]))
    const card = path[0] === 'trigger' ? flow['trigger'] : stepInto(flow[String(path[0])], path[1])
    return role ? useOnCard(role, card, { path, ...reference }) : 'holds'
  },
  'advanced-flow': (flow, reference) => {
    const card = stepInto(flow['cards'], reference.path[1])
    return useOnCard(isRecord(card) ? card['type'] : undefined, card, reference)
  },
  card: (card, reference) => useOnCard(card['type'] ?? 'action', card, reference),
  mood: () => 'acts',
  dashboard: () => 'shows',
}

const ROLES: Readonly<Record<string, CardRole>> = {
  trigger: 'trigger',
  conditions: 'condition',
  actions: 'action',
}

const BY_ROLE: Readonly<Record<CardRole, Use>> = {
  trigger: 'hears',
  condition: 'asks',
  action: 'acts',
}

function useOf(kind: ObjectKind, object: unknown, reference: Reference): Use {
  return (isRecord(object) && rowOf(USES, kind)?.(object, reference)) || 'holds'
}

function useOnCard(role: unknown, card: unknown, { form, path }: Reference): Use {
  if (TOKENS.includes(form)) return 'reads'
  if (!isRole(role)) return 'holds'
  const about = rowOf(MANAGER_CARDS[role], (isRecord(card) && fullCardId(card)) || '')?.about
  return about && argumentIn(path) === about.argument ? about.use : BY_ROLE[role]
}

const isRole = (role: unknown): role is CardRole =>
  typeof role === 'string' && Object.hasOwn(BY_ROLE, role)

function argumentIn(path: Path): string | number | undefined {
  return path[path.indexOf('args') + 1]
}

function stepInto(value: unknown, step: string | number | undefined): unknown {
  if (step === undefined) return undefined
  if (Array.isArray(value)) return value[Number(step)]
  return isRecord(value) ? rowOf(value, String(step)) : undefined
}
