// Applies the steps of a plan to a snapshot in memory, as the stage that applies plans does to a hub: ids
// are drawn, references rewritten, what is late stays open. What comes out is the target afterwards.
import { rewrite, type Target } from '@latchkey/catalogue'
import { isObject, type JsonObject } from '../json.ts'
import { forKinds, type KindName, keyOf } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { settingId } from '../kinds/software.ts'
import type { Binding, TransferMapping } from '../mapping/mapping.ts'
import { objectHash } from '../snapshot/hash.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import type { Step, TransferPlan } from './plan.ts'

const NIL = '00000000-0000-0000-0000-000000000000'

/** What applying gives. */
export interface Simulated {
  readonly target: Snapshot
  /** The mapping with what was made. */
  readonly mapping: TransferMapping
}

/** Applies a plan. @throws Error if a step uses what is not there yet, or finds not what it expects */
export function simulate(
  plan: TransferPlan,
  { source, target, mapping }: { source: Snapshot; target: Snapshot; mapping: TransferMapping },
): Simulated {
  const objects = forKinds((kind) => new Map(target.objects[kind]))
  const ids: Record<string, Target> = {}
  for (const [key, id] of Object.entries(plan.bound)) {
    const own = key.slice(key.indexOf(':') + 1)
    if (!/^(?:option|experiment|favourites|app-setting|notification-owner):/.test(key))
      ids[own] = { id }
  }
  const made: Binding[] = []
  const done = new Set<string>()
  const world: World = { objects, ids, made, source }
  for (const step of plan.steps) {
    for (const before of step.after) {
      if (!done.has(before)) throw new Error(`${step.id} comes before ${before}`)
    }
    applyStep(world, step)
    done.add(step.id)
  }
  const secrets = new Map([...(target.secrets ?? []), ...(source.secrets ?? [])])
  return {
    target: { ...target, objects, secrets, cards: cardsOf(source, target, ids, objects) },
    mapping: { ...mapping, bindings: [...mapping.bindings, ...made] },
  }
}

interface World {
  readonly objects: Record<KindName, Map<string, SnapshotObject>>
  readonly ids: Record<string, Target>
  readonly made: Binding[]
  readonly source: Snapshot
}

function applyStep(world: World, step: Step): void {
  const { kind, verb, source } = step
  const open = Object.fromEntries(
    step.late.map((key) => [key.slice(key.indexOf(':') + 1), { id: NIL }]),
  )
  const { shape } = KINDS[kind]
  const body = isObject(step.body) ? step.body : {}
  const rewritten: JsonObject =
    shape === null ? body : rewrite(shape, body, { ...world.ids, ...open })
  const was = world.source.objects[kind].get(source)
  if (verb === 'create' || verb === 'install') {
    const id = verb === 'install' ? source : crypto.randomUUID()
    world.ids[source] = { id }
    const content =
      verb === 'install' ? { ...rewritten, enabled: true, autoupdate: true } : rewritten
    put(world, kind, {
      ...was,
      id,
      content,
      facts: verb === 'install' ? { ...was?.facts, running: true } : (was?.facts ?? {}),
    })
    world.made.push({
      ...{ kind, source, target: id, by: 'created', evidence: [] },
      ...{ sourceName: step.name, targetName: step.name },
    })
    return
  }
  const id = targetId(world, step, rewritten)
  const now = world.objects[kind].get(id)
  const isNewOwner = kind === 'notification-owner' && !now
  const before = isNewOwner ? { uri: id, enabled: true, push: true } : (now?.content ?? {})
  const settings =
    isObject(rewritten['settings']) && isObject(before['settings'])
      ? { settings: { ...before['settings'], ...rewritten['settings'] } }
      : {}
  put(world, kind, {
    ...{ ...was, ...now, id, facts: now?.facts ?? was?.facts ?? {} },
    ...(was?.inline && { inline: was.inline }),
    content: { ...before, ...rewritten, ...settings },
  })
}

function targetId({ ids }: World, { kind, source, target }: Step, body: JsonObject): string {
  if (kind === 'app-setting') return settingId(String(body['app']), String(body['name']))
  if (kind === 'notification-owner') {
    return String(rewrite('notification-owners', { uri: source }, ids)['uri'])
  }
  return target ?? ids[source]?.id ?? source
}

function put(
  { objects }: World,
  kind: KindName,
  object: Omit<SnapshotObject, 'sha256' | 'kind' | 'name'> & { readonly name?: string | null },
): void {
  const called = object.content['name']
  const name = typeof called === 'string' ? called : (object.name ?? null)
  objects[kind].set(object.id, { ...object, kind, name, sha256: objectHash(kind, object) })
}

// What was made or installed brings its cards.
function cardsOf(
  source: Snapshot,
  target: Snapshot,
  ids: Readonly<Record<string, Target>>,
  objects: Snapshot['objects'],
): Snapshot['cards'] {
  const there = new Set(target.cards.map(({ role, id }) => `${role} ${id}`))
  const more = source.cards.flatMap((card) => {
    const [, type = '', owner = ''] = /^homey:(\w+):([^:]+)/.exec(card.id) ?? []
    const id = ids[owner]?.id ?? owner
    const isNew =
      type === 'app'
        ? objects.app.has(owner) && !target.objects.app.has(owner)
        : type === 'mood' || type === 'zone'
    const now = { ...card, id: card.id.replace(owner, id) }
    return isNew && !there.has(`${now.role} ${now.id}`) ? [now] : []
  })
  return [...target.cards, ...more]
}

/** Every key of a snapshot. */
export const keysOf = ({ objects }: Snapshot): readonly string[] =>
  Object.values(objects).flatMap((kind) => [...kind.values()].map(keyOf))
