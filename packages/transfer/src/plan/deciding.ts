// What decides about an object has in hand: the homes, who stands for whom, and what will be there.
import { type KindName, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { reveal } from '../snapshot/secrets/reveal.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import type { Bindings } from './binding.ts'
import { type Fate, GROUPS } from './fate.ts'
import type { Home } from './home.ts'
import type { Offer } from './liveness.ts'
import type { Clashes } from './natural.ts'
import type { Policy } from './plan.ts'
import type { Obstacle, PlanOptions } from './plan-options.ts'
import { policyOf } from './policies.ts'

/** Everything that decisions are made from. */
export interface Deciding {
  readonly source: Home
  readonly target: Home
  readonly bindings: Bindings
  readonly clashes: Clashes
  readonly obstacle: Obstacle
  readonly options: PlanOptions
  readonly isSelected: (key: ObjectKey) => boolean
  /** What is made by this plan. */
  readonly coming: ReadonlySet<ObjectKey>
  readonly offer: Offer
}

/** Whether an object of the source is on the target, or is going to be. */
export function isThere({ bindings, coming }: Deciding, key: ObjectKey): boolean {
  return bindings.of(key) !== undefined || coming.has(key)
}

/** What an object needs and will not find. */
export function missingOf(deciding: Deciding, object: SnapshotObject): readonly ObjectKey[] {
  return deciding.source.needs(object).objects.filter((key) => !isThere(deciding, key))
}

/** The policy for an object. */
export function policyFor({ options }: Pick<Deciding, 'options'>, kind: KindName): Policy {
  return policyOf(kind, options.policies ?? {})
}

/** Whether secrets of an object are not known, so that it cannot be written as it was. */
export function lacksSecrets({ source }: Deciding, object: SnapshotObject): boolean {
  return reveal(object, source.snapshot.secrets).missing.length > 0
}

/**
 * The operations that it takes to make an object; none if it cannot be made. What is built under a nonce is
 * changed once more, to get its name.
 */
export function makingOf({ kind, id, content }: SnapshotObject): readonly string[] {
  if (kind === 'app') return ['apps.installFromAppStore']
  const { hasNonce, writing } = KINDS[kind]
  const making = writing.create?.({ ...content, id })?.operation
  const naming = hasNonce ? writing.update?.(id, {}).operation : undefined
  return [making, naming].flatMap((one) => one ?? [])
}

/** An object in words: `the device "Lamp"`. */
export function inWords({ source }: Deciding, key: ObjectKey): string {
  const object = source.get(key)
  if (!object) return key
  return `the ${object.kind} "${object.name ?? object.id}"`
}

/** Why something cannot be done on the target, for people. */
export function whyNot(
  { target, obstacle }: Deciding,
  operations: readonly string[],
  what: string,
): string | undefined {
  const operation = operations.find((one) => obstacle(one) !== undefined)
  if (operation === undefined) return undefined
  const why = obstacle(operation)
  const { name } = target.snapshot.manifest.hub
  return why === 'absent'
    ? `"${name}" has no ${what}.`
    : `The credential of "${name}" may not write ${what} (${operation}).`
}

/** What a person does because the target cannot be told, or not by this credential; nothing if it can. */
export function byHandFor(
  deciding: Deciding,
  operations: readonly string[],
  what: string,
): Extract<Fate, { is: 'by-hand' }> | undefined {
  const why = whyNot(deciding, operations, what)
  if (why === undefined) return undefined
  const isRefused = operations.some((one) => deciding.obstacle(one) === 'not-permitted')
  return { is: 'by-hand', group: isRefused ? GROUPS.refused : GROUPS.absent, what: why }
}

/** Why an object must not be switched on, and what it waits for. */
export interface Waiting {
  readonly waitsFor: readonly ObjectKey[]
  readonly because: readonly string[]
}

/** What keeps an object from working on the target; nothing if nothing does. */
export function waitingOf(deciding: Deciding, object: SnapshotObject): Waiting | undefined {
  const missing = missingOf(deciding, object)
  const isFlow = object.kind === 'flow' || object.kind === 'advanced-flow'
  const lacks = isFlow ? deciding.offer.lacksOf(object) : []
  const dangling = isFlow ? deciding.source.needs(object).dangling : []
  const because = [
    ...missing.map((key) => `${inWords(deciding, key)} is not there`),
    ...dangling.map(({ kind, id }) => `the ${kind} ${id} was not there on the old Homey either`),
    ...lacks.map(({ what }) => what),
    ...(isFlow && isDraft(deciding, object) ? [ONLY_DRAFTS] : []),
    ...(lacksSecrets(deciding, object) ? ['a secret in it is not in the snapshot'] : []),
  ]
  if (because.length === 0) return undefined
  const waitsFor = [...missing, ...lacks.flatMap(({ waitsFor }) => waitsFor ?? [])]
  return { waitsFor: [...new Set(waitsFor)], because: [...new Set(because)] }
}

const ONLY_DRAFTS = 'the key for the target writes Flows only switched off: switch it on by hand'

const isDraft = ({ options }: Deciding, { content }: SnapshotObject): boolean =>
  content['enabled'] === true && options.limits?.includes('drafts') === true

/** What will be made: nothing that needs something for its very being that will not be there. */
export function comingOf(
  base: Omit<Deciding, 'coming' | 'offer'>,
  makes: readonly SnapshotObject[],
) {
  const coming = new Set(makes.map(keyOf))
  const deciding = { ...base, coming } as const
  const lacks = (object: SnapshotObject): boolean =>
    bearersOf(deciding.source, object).some(
      (key) => base.bindings.of(key) === undefined && !coming.has(key),
    )
  for (let gone = makes.filter(lacks); gone.length > 0; ) {
    for (const object of gone) coming.delete(keyOf(object))
    gone = makes.filter((object) => coming.has(keyOf(object)) && lacks(object))
  }
  return coming
}

/** What an object cannot be without: the zone or folder above it, the app that it is of. */
export function bearersOf({ byId }: Home, { kind, content }: SnapshotObject): readonly ObjectKey[] {
  const { parent } = content
  const above = typeof parent === 'string' ? byId.get(parent) : undefined
  const ofScripts = kind === 'script' ? (['app:com.athom.homeyscript'] as const) : []
  return [...(above === undefined ? [] : [above]), ...ofScripts]
}
