// Verifies what was written: it reads back as it was written (1), everything that it needs is alive (2), no
// id of the source was left in it (3), and it hangs together as it did (4). Pure: two snapshots and the
// journal go in, findings come out.
import { references } from '@latchkey/catalogue'
import { type Bindings, divided } from '../apply/bindings.ts'
import { bodyOf, objectOf, type PlanIndex } from '../apply/steps.ts'
import type { JournalState } from '../journal/journal-state.ts'
import type { JsonObject } from '../json.ts'
import type { KindName, ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Step } from '../plan/plan.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { type Coloured, colourDifference } from './colours.ts'
import { unequal } from './equality.ts'
import { type Expected, expectedOn, isActivation, projected } from './expected.ts'
import type { Finding } from './finding.ts'
import { leakingIds, leaksIn } from './leaks.ts'
import { aliveOn, lacking } from './liveness.ts'

/** What is verified. Without a snapshot of the source levels 3 and 4 are left out. */
export interface Verifying {
  readonly index: PlanIndex
  readonly bindings: Bindings
  readonly state: JournalState
  readonly source: Snapshot | undefined
  readonly target: Snapshot
  /** The cutover is over: what it did not switch on is off, and may lack anything. */
  readonly isCutOver?: boolean
}

/** Everything that is not as it was meant to be; nothing if all is well. */
export function verify(verifying: Verifying): readonly Finding[] {
  const { index, bindings, state, source, target } = verifying
  const expected = expectedOn(index, bindings, state)
  return [
    ...unequal(expected, target, source?.secrets),
    ...openSecrets(expected, heldIn(index)),
    ...notAlive(expected, verifying),
    ...(source ? leaks(expected, { ...verifying, source }) : []),
    ...(source ? otherwiseConnected(expected, { ...verifying, source }) : []),
  ]
}

// What waits for a secret is known to, and is switched off.
function openSecrets(
  expected: readonly Expected[],
  held: ReadonlySet<ObjectKey>,
): readonly Finding[] {
  return expected.flatMap(({ open, object, name }) =>
    open.length === 0 || held.has(object)
      ? []
      : [
          {
            level: 1 as const,
            object,
            name,
            what: 'A secret in it is not known and was left out.',
          },
        ],
  )
}

const heldIn = ({ plan }: PlanIndex): ReadonlySet<ObjectKey> =>
  new Set(plan.held.map(({ object }) => object))

// What is held lacks something, as is known, and what stays switched off may lack anything.
function notAlive(
  expected: readonly Expected[],
  { index, target, state, isCutOver = false }: Verifying,
): readonly Finding[] {
  const alive = aliveOn(target)
  const held = heldIn(index)
  const counts = (step: Step): boolean =>
    isActivation(step) && (!isCutOver || state.done.has(step.id))
  const switchedOn = new Set(index.steps.filter(counts).map(objectOf))
  return expected.flatMap(({ kind, target: id, object, name, placeholders }) => {
    const there = target.objects[kind].get(id)
    const isOff = KINDS[kind].hasNonce && !switchedOn.has(object)
    if (!there || isOff || held.has(object) || placeholders.length > 0) return []
    return lacking(kind, there.content, alive).map((what) => ({
      ...{ level: 2 as const, object, name },
      what: `${what}.`,
    }))
  })
}

type WithSource = Verifying & { readonly source: Snapshot }

function leaks(
  expected: readonly Expected[],
  { index, source, target }: WithSource,
): readonly Finding[] {
  const leaking = leakingIds(source, target)
  const waited = new Map(index.plan.held.map(({ object, waitsFor }) => [object, waitsFor]))
  return expected.flatMap(({ kind, target: id, object, name, placeholders }) => {
    const content = target.objects[kind].get(id)?.content ?? {}
    const allowed = [...placeholders, ...(waited.get(object) ?? [])]
    const unsure = unsureIn(kind, content)
    return leaksIn(content, leaking, allowed)
      .filter((leak) => !unsure.has(leak))
      .map((leak) => ({
        ...{ level: 3 as const, object, name },
        what: `It holds the id ${leak} of the old Homey.`,
      }))
  })
}

// Ids in comments, in notes, in code that nobody can parse: they are on a person's list already.
function unsureIn(kind: KindName, content: JsonObject): ReadonlySet<string> {
  const { shape } = KINDS[kind]
  const found = shape === null ? [] : references(shape, content)
  const sure = new Set(found.flatMap(({ id, sure }) => (sure === 'certain' ? [id] : [])))
  return new Set(found.flatMap(({ id }) => (sure.has(id) ? [] : [id])))
}

/** Kinds that hang together: what others point at and what points. */
const CONNECTED: readonly KindName[] = [
  ...(['zone', 'group', 'variable', 'flow-folder', 'alarm', 'script', 'mood'] as const),
  ...(['flow', 'advanced-flow', 'dashboard'] as const),
]

/** Kinds that others point at without being made; what nothing points at has nothing to compare. */
const POINTED_AT: readonly KindName[] = ['user', 'app', 'device']

// Only what was made whole is compared: what a hub had already is not the same everywhere, so all that is
// known of it is its kind and its name.
function otherwiseConnected(
  expected: readonly Expected[],
  { index, bindings, source, target }: WithSource,
): readonly Finding[] {
  const held = heldIn(index)
  const whole = expected.filter(
    ({ kind, made, object, placeholders }) =>
      made && CONNECTED.includes(kind) && !held.has(object) && placeholders.length === 0,
  )
  const wholeOnes = new Set(whole.map(({ object }) => object))
  const [ours, theirs]: [Coloured[], Coloured[]] = [[], []]
  for (const [key, id] of bindings.bound) {
    const [kind, sourceId] = divided(key)
    if (!CONNECTED.includes(kind) && !POINTED_AT.includes(kind)) continue
    const [old, now] = [source.objects[kind].get(sourceId), target.objects[kind].get(id)]
    if (!old || !now) continue
    const making = wholeOnes.has(key) ? index.makes.get(key) : undefined
    const name = index.plan.names[key] ?? old.name
    ours.push({ kind, id: sourceId, content: compared(kind, making && bodyOf(making), name) })
    theirs.push({ kind, id, content: compared(kind, making && now.content, now.name) })
  }
  const { one, other } = colourDifference(ours, theirs)
  return [
    ...one.map(({ kind, id }) => differing(`${kind}:${id}`, index, 'nothing on the target')),
    ...(one.length === 0
      ? other.map(({ kind, id }) => differing(null, index, `${kind} ${id} on the target: nothing`))
      : []),
  ]
}

// Of what carries a nonce neither name nor switch counts, since both wait for the cutover.
function compared(
  kind: KindName,
  content: JsonObject | undefined,
  name: string | null,
): JsonObject {
  if (!content) return { name }
  const { name: _name, enabled: _enabled, ...rest } = projected(kind, content)
  const lasting = Object.entries(rest).filter(([one]) => !KINDS[kind].volatile.includes(one))
  return { ...Object.fromEntries(lasting), ...(!KINDS[kind].hasNonce && { name }) }
}

function differing(object: ObjectKey | null, { plan }: PlanIndex, to: string): Finding {
  const step = plan.steps.find(({ kind, source }) => `${kind}:${source}` === object)
  return {
    ...{ level: 4, object, name: step?.name ?? null },
    what: `It is connected otherwise: ${to} is connected in the same way.`,
  }
}
