// What a home does, told in the words of another: both are started from their saved states at one moment of
// one clock, the same happens to both, and what follows is compared with the ids of one put for the other's.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'
import type { ObjectKey } from '../kinds/kind-name.ts'
import { divided } from './bindings.ts'

type State = VirtualHomey['state']

/** A home before and after its transfer, and which object is which. */
export interface Moved {
  readonly source: VirtualHomey
  readonly target: VirtualHomey
  readonly bound: ReadonlyMap<ObjectKey, string>
  /** For saved states. */
  readonly folder: string
}

/** What happened at one cause: at the source in ids of the target, and at the target. */
export interface Compared {
  readonly cause: string
  readonly meant: readonly string[]
  readonly done: readonly string[]
}

/** Where objects are in the state of a hub, by kind. */
const PLACE_OF: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['zone', 'zones'],
  ['device', 'devices'],
  ['group', 'devices'],
  ['flow', 'flows'],
  ['advanced-flow', 'advancedFlows'],
  ['flow-folder', 'flowFolders'],
  ['variable', 'variables'],
  ['mood', 'moods'],
  ['alarm', 'alarms'],
  ['user', 'users'],
])

type Place =
  | ('zones' | 'devices' | 'flows' | 'advancedFlows' | 'flowFolders')
  | ('variables' | 'moods' | 'alarms' | 'users')

/** Sunday in winter, a minute before a quarter to seven in Amsterdam. */
const MOMENT = '2026-02-01T05:44:00Z'

/** Both homes, to which the same can happen. */
export class Behaviour implements AsyncDisposable {
  readonly source: VirtualHomey
  readonly target: VirtualHomey
  readonly #ids: ReadonlyMap<string, string>
  readonly #seen = { source: 0, target: 0 }

  constructor(source: VirtualHomey, target: VirtualHomey, ids: ReadonlyMap<string, string>) {
    this.source = source
    this.target = target
    this.#ids = ids
    this.#seen.source = source.state.effects.length
    this.#seen.target = target.state.effects.length
  }

  /** Flows that are on at both, ids of the source. */
  get flows(): readonly (readonly [kind: 'flow' | 'advancedflow', id: string, name: string])[] {
    const { flows, advancedFlows } = this.source.state
    return [
      ...Object.values(flows).flatMap((one) =>
        one.enabled ? [['flow', one.id, one.name] as const] : [],
      ),
      ...Object.values(advancedFlows).flatMap((one) =>
        one.enabled ? [['advancedflow', one.id, one.name] as const] : [],
      ),
    ]
  }

  idOf(source: string): string {
    return this.#ids.get(source) ?? source
  }

  /** Starts a flow by its id at the source, on both; one that is off says so on both. */
  async trigger(kind: 'flow' | 'advancedflow', id: string, name: string): Promise<Compared> {
    const answers: number[] = []
    for (const [homey, own] of [
      [this.source, id],
      [this.target, this.idOf(id)],
    ] as const) {
      const path = `/api/manager/flow/${kind}/${own}/trigger`
      const headers = { authorization: `Bearer ${homey.key ?? homey.signIn()}` }
      const response = await fetch(`${homey.address}${path}`, { method: 'POST', headers })
      await response.body?.cancel()
      answers.push(response.status)
    }
    assert.equal(answers[1], answers[0], name)
    return this.passed(`start of ${name}`, 0)
  }

  /** A device of the source reports a value, on both. */
  sense(device: string, capability: string, value: string | number | boolean): Promise<Compared> {
    this.source.sense(device, capability, value)
    this.target.sense(this.idOf(device), capability, value)
    return this.passed(`${device} ${capability}`, 0)
  }

  /** Lets so many milliseconds pass on both. */
  async passed(cause: string, milliseconds: number): Promise<Compared> {
    for (const homey of [this.source, this.target]) {
      await homey.settled()
      homey.advance(milliseconds)
      await homey.settled()
    }
    const { source, target } = this
    const meant = source.state.effects.slice(this.#seen.source).map((one) => this.#told(one))
    const done = target.state.effects.slice(this.#seen.target).map((one) => told(one))
    Object.assign(this.#seen, {
      ...{ source: source.state.effects.length, target: target.state.effects.length },
    })
    return { cause, meant, done }
  }

  #told(effect: object): string {
    return told(effect).replace(UUID, (id) => this.idOf(id))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.source.close()
    await this.target.close()
  }
}

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g

// A notification has an id that nobody can know before.
const told = (effect: object): string =>
  JSON.stringify(effect, (name, value) => (name === 'notificationId' ? undefined : value))

/**
 * Starts both from how they are now. What was not moved, or is held, is taken from the source, and what was
 * there before from the target; values of devices, variables and tags of scripts, which no transfer moves,
 * are made alike, and so is the order of objects, which is the order in which a hub starts flows.
 */
export async function behaviourOf({ source, target, bound, folder }: Moved): Promise<Behaviour> {
  const ids = new Map([...bound].map(([key, id]) => [divided(key)[1], id]))
  const [old, now] = [structuredClone(source.state), structuredClone(target.state)]
  const kinds = new Set(PLACE_OF.values())
  for (const place of kinds) {
    const keys = [...bound].filter(([key]) => PLACE_OF.get(divided(key)[0]) === place)
    const there = new Map(keys.map(([key, id]) => [divided(key)[1], id]))
    const sources = Object.keys(old[place]).filter((id) =>
      Object.hasOwn(now[place], there.get(id) ?? ''),
    )
    Object.assign(old, { [place]: only(old[place], sources) })
    Object.assign(now, {
      [place]: only(
        now[place],
        sources.map((id) => there.get(id) ?? ''),
      ),
    })
  }
  alike(old, now, ids)
  const [before, after] = [join(folder, 'before.json'), join(folder, 'after.json')]
  Object.assign(source.state, old)
  Object.assign(target.state, now)
  source.save(before)
  target.save(after)
  const clock = (): Date => new Date(MOMENT)
  return new Behaviour(
    await startVirtualHomey({ state: before, clock, paced: false }),
    await startVirtualHomey({ state: after, clock, paced: false }),
    ids,
  )
}

const SCRIPTING = 'com.athom.homeyscript'

const only = (all: Readonly<Record<string, unknown>>, ids: readonly string[]) =>
  Object.fromEntries(ids.map((id) => [id, all[id]]))

function alike(old: State, now: State, ids: Map<string, string>): void {
  const idOf = (id: string): string => ids.get(id) ?? ''
  for (const device of Object.values(old.devices)) {
    const other = now.devices[idOf(device.id)]
    if (!other) continue
    for (const [capability, state] of Object.entries(device.capabilitiesObj)) {
      const its = other.capabilitiesObj[capability]
      if (its) its.value = structuredClone(state.value)
    }
    // A hub gives ids to pictures itself, and nothing but the picture's device knows them.
    for (const [at, { imageObj }] of device.images.entries()) {
      ids.set(String(imageObj['id']), String(other.images[at]?.imageObj['id']))
    }
  }
  for (const variable of Object.values(old.variables)) {
    Object.assign(now.variables[idOf(variable.id)] ?? {}, { value: variable.value })
  }
  for (const user of Object.values(old.users)) {
    const other = now.users[idOf(user.id)]
    if (other) Object.assign(other, { present: user.present, asleep: user.asleep })
  }
  for (const place of ['flows', 'advancedFlows'] as const) {
    for (const flow of Object.values(old[place])) {
      flow.enabled &&= now[place][idOf(flow.id)]?.enabled === true
    }
  }
  const scripting = now.appSettings[SCRIPTING]
  Object.assign(scripting ?? {}, { tokens: old.appSettings[SCRIPTING]?.['tokens'] ?? {} })
  old.effects = []
  now.effects = []
}
