// Devices: bound by their keys, by what speaks for them, or asked for. Parts follow their device.
import type { Binding, Question } from '../mapping/mapping.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import { settle } from './bands.ts'
import { HardwareKeys } from './hardware-keys.ts'
import { candidatePairs } from './pairs.ts'
import { questionsOf } from './questions.ts'
import type { Judged } from './score.ts'
import { nameWorth } from './telling-names.ts'
import { type Unit, unitsOf } from './units.ts'
import { zoneVerdicts } from './zone-places.ts'

/** What is known before devices are looked at. */
export interface DevicesParts {
  readonly source: Snapshot
  readonly target: Snapshot
  /** Decisions about devices. */
  readonly decided: readonly Binding[]
  /** Zones of the target by those of the source. */
  readonly zones: ReadonlyMap<string, string>
}

/** What is known of devices afterwards. */
export interface DevicesMatched {
  readonly bindings: readonly Binding[]
  readonly questions: readonly Question[]
}

/** Matches devices. Decisions are kept and their devices not looked at any more. */
export function matchDevices({ source, target, decided, zones }: DevicesParts): DevicesMatched {
  const [unitsS, unitsT] = [unitsOf(source), unitsOf(target)]
  const done = new Set(decided.map((binding) => binding.source))
  const taken = new Set(decided.flatMap((binding) => binding.target ?? []))
  const open = unitsS.filter(({ id }) => !done.has(id))
  const free = unitsT.filter(({ id }) => !taken.has(id))
  const zone = zoneVerdicts(source.objects.zone, target.objects.zone, zones)
  const settled = settle(
    candidatePairs(open, free, {
      keys: new HardwareKeys(unitsS, unitsT),
      names: nameWorth(unitsS, unitsT),
      zones: (one, other) => zone(one.zone, other.zone),
    }),
  )
  const found = settled.certain.map(bindingOf)
  const parts = partsOf({ unitsS, unitsT, done, taken }, [...decided, ...found])
  const sure = new Set(found.map((binding) => binding.source))
  const asked = open.filter(({ id }) => !sure.has(id))
  return {
    bindings: [...found, ...parts.bindings],
    questions: [...questionsOf(asked, settled), ...parts.missing],
  }
}

function bindingOf({ source, target, score, evidence, byKey }: Judged): Binding {
  return {
    ...{ kind: 'device', source: source.id, target: target.id, by: byKey ? 'key' : 'auto' },
    ...{ score, evidence, sourceName: source.device.name, targetName: target.device.name },
  }
}

interface Sides {
  readonly unitsS: readonly Unit[]
  readonly unitsT: readonly Unit[]
  readonly done: ReadonlySet<string>
  readonly taken: ReadonlySet<string>
}

// A part goes where its device goes, to the same channel. If its device has no counterpart by decision,
// nor has it; while its device is open, it is too, and nobody is asked about it.
function partsOf({ unitsS, unitsT, done, taken }: Sides, roots: readonly Binding[]) {
  const targets = new Map(unitsT.map((unit) => [unit.id, unit]))
  const byRoot = new Map(roots.map((binding) => [binding.source, binding]))
  const bindings: Binding[] = []
  const missing: Question[] = []
  for (const unit of unitsS) {
    const root = byRoot.get(unit.id)
    const other = targets.get(root?.target ?? '')
    for (const [channel, part] of root ? unit.parts : []) {
      if (root === undefined || done.has(part.id)) continue
      const its = other?.parts.get(channel)
      if (root.target === null || (its && !taken.has(its.id))) {
        bindings.push(partBinding(part, its, { channel, root }))
      } else missing.push(missingPart(part))
    }
  }
  return { bindings, missing }
}

function missingPart({ id, name }: SnapshotObject): Question {
  return { kind: 'device', band: 'missing', sources: [{ id, name }], candidates: [] }
}

function partBinding(
  part: SnapshotObject,
  its: SnapshotObject | undefined,
  { channel, root }: { readonly channel: string; readonly root: Binding },
): Binding {
  const what = `channel ${channel} of “${root.sourceName ?? root.source}”`
  return {
    ...{ kind: 'device', source: part.id, target: its?.id ?? null, by: root.by },
    ...(root.score !== undefined && { score: root.score }),
    ...{ evidence: [{ what, weight: root.score ?? 0 }] },
    ...{ sourceName: part.name, targetName: its?.name ?? null },
  }
}
