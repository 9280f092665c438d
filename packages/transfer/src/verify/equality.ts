// Level 1: everything that was written reads back as it was written, in the ids of the target.
import { markersIn } from '../apply/secrets.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { KINDS } from '../kinds/kinds.ts'
import { isSame } from '../plan/same.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { type Expected, projected } from './expected.ts'
import type { Finding } from './finding.ts'

/** Secrets of the source, to compare those that are known. */
type Secrets = Snapshot['secrets']

/** Compares what was written with what is there. */
export function unequal(
  expected: readonly Expected[],
  target: Snapshot,
  secrets: Secrets,
): readonly Finding[] {
  return expected.flatMap((one) => {
    const differing = differences(one, target, secrets)
    if (differing.length === 0) return []
    const what =
      differing[0] === '' ? 'It is not on the target.' : `It differs in ${differing.join(', ')}.`
    return [{ level: 1 as const, object: one.object, name: one.name, what }]
  })
}

/** Members of an object that differ; the empty name if there is no such object. */
export function differences(
  { kind, target: id, content, made, open }: Expected,
  target: Snapshot,
  secrets: Secrets,
): readonly string[] {
  const unread = target.manifest.unread.some((one) => one.kind === kind && one.id === undefined)
  const object = target.objects[kind].get(id)
  if (!object) return unread ? [] : ['']
  const whole = object.content
  const now = made ? { ...whole, ...projected(kind, whole) } : whole
  return Object.entries(content).flatMap(([name, wanted]) => {
    if (KINDS[kind].volatile.includes(name) || open.length > 0) return []
    const found = now[name] ?? null
    const pairs = name === 'settings' ? settingsOf(wanted, found) : [[name, wanted, found] as const]
    return pairs.flatMap(([at, one, other]) => {
      const a = { content: { v: one }, inline: markersIn({ v: one }), secrets }
      const b = { content: { v: other }, inline: object.inline ?? {}, secrets: target.secrets }
      return isSame(a, b) ? [] : [at]
    })
  })
}

type Pair = readonly [string, Json, Json]

// Settings that were not written are the driver's business.
function settingsOf(wanted: Json, found: Json): readonly Pair[] {
  const [a, b]: readonly JsonObject[] = [
    isObject(wanted) ? wanted : {},
    isObject(found) ? found : {},
  ]
  return Object.entries(a ?? {}).map(([name, value]) => [
    `settings.${name}`,
    value,
    b?.[name] ?? null,
  ])
}
