// Judges changes of devices, zones, folders and variables: bodies of plain members, and what the object
// is to lie in. Settings and groups are here as well.
import type { PlainKind } from '@latchkey/catalogue'
import { folderRefusal, NOWHERE_YET, zoneRefusal } from './container.ts'
import { contentRefusal, notCovered, securityRefusal } from './content.ts'
import type { Coverage } from './coverage.ts'
import { deviceFacts } from './facts.ts'
import { isObject, isTextList, type Json } from './json.ts'
import { allow, type Denied, deny, type Judgement } from './judgement.ts'
import { isRefusal, knownOf, takenOf } from './members-taken.ts'
import { mentionsUncovered } from './mentions.ts'
import { isBelow } from './places.ts'
import { objectRefusal } from './writes.ts'

/** Judges a body of plain members; `id` is there if the object is. */
export function judgeChange(
  kind: PlainKind,
  id: string | undefined,
  body: unknown,
  coverage: Coverage,
): Judgement {
  const outside = id === undefined ? undefined : objectRefusal(kind, id, coverage)
  if (outside) return outside
  const taken = takenOf(kind, isObject(body) ? knownOf(kind, body) : body)
  if (isRefusal(taken)) return taken
  const refusal = MOVES[kind]?.(taken, id, coverage)
  return refusal ?? allow(id === undefined ? 'judged' : 'covered', taken)
}

type Refuse = (body: Json, id: string | undefined, coverage: Coverage) => Denied | undefined

const MOVES: Readonly<Partial<Record<PlainKind, Refuse>>> = {
  device: (body, id = '', coverage) => {
    const device = coverage.home.items.device.get(id) ?? {}
    const turned =
      'virtualClass' in body && body['virtualClass'] !== (device['virtualClass'] ?? null)
        ? securityRefusal(id, coverage, 'limited')
        : undefined
    if (turned || !('zone' in body)) return turned
    return zoneRefusal({ from: device['zone'], to: body['zone'] }, coverage)
  },
  zone: (body, id, coverage) => {
    if (id === undefined) return zoneRefusal({ from: NOWHERE_YET, to: body['parent'] }, coverage)
    const from = coverage.home.items.zone.get(id)?.['parent']
    return 'parent' in body ? zoneRefusal({ from, to: body['parent'] }, coverage) : undefined
  },
  'flow-folder': (body, id, coverage) => {
    const from = id === undefined ? null : coverage.home.items['flow-folder'].get(id)?.['parent']
    const free =
      id === undefined ||
      coverage.created('flow-folder', id) ||
      coverage.limits.flowFolders?.has(id) === true
    return 'parent' in body
      ? folderRefusal(
          { from, to: body['parent'], free, ...(id && { widens: widensBy(id, coverage) }) },
          coverage,
        )
      : undefined
  },
}

// A folder that comes to lie below a named one brings along what is in it.
const widensBy =
  (id: string, coverage: Coverage) =>
  (to: unknown): boolean => {
    const { items } = coverage.home
    const folders = items['flow-folder']
    if (!isBelow(folders, to, coverage.limits.flowFolders)) return false
    const moved = new Set([id])
    return (['flow', 'advanced-flow'] as const).some((kind) =>
      [...items[kind]].some(
        ([flow, { folder }]) => isBelow(folders, folder, moved) && !coverage.covers(kind, flow),
      ),
    )
  }

/** Judges new settings of a device: they may name nothing that is not covered. */
export function judgeSettings(id: string, body: unknown, coverage: Coverage): Judgement {
  const outside = objectRefusal('device', id, coverage)
  if (outside) return outside
  if (!isObject(body)) return deny('not-understood', 'the body is not an object.')
  if (mentionsUncovered(body, coverage)) return notCovered()
  const device = coverage.home.items.device.get(id)
  const inner = isObject(body['settings']) ? body['settings'] : {}
  const lists = [body['deviceIds'], inner['deviceIds']].filter((one) => one !== undefined)
  if (!device || !deviceFacts(device).group || lists.length === 0) return allow('covered', body)
  for (const deviceIds of lists) {
    if (!isTextList(deviceIds)) return deny('not-understood', 'deviceIds is not a list of ids.')
    const refusal = contentRefusal('group', { deviceIds }, coverage)
    if (refusal) return refusal
  }
  return allow('judged', body)
}
