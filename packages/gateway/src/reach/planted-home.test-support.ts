// Homes in which it is known what brings about what: every flow, group, mood and script is planted
// together with the truth of what it does. The truth knows nothing of the graph that is tested.
import type { Item } from '../limits/home.ts'
import { homeWith } from '../limits/home-of.test-support.ts'
import type { AppFacts, Extras, ScriptFacts } from './extras.ts'

/** What can be heard by a trigger; in the words of the truth. */
export type Event = string

type Objects = Record<string, Item>
type Act = { readonly card: Item; readonly events: readonly Event[] }

/** A home under construction. */
export class PlantedHome {
  readonly truth = new Map<Event, Event[]>()
  readonly devices: string[] = []
  readonly locks: string[] = []
  readonly #kinds = {
    ...{ zone: {} as Objects, device: {} as Objects, flow: {} as Objects },
    ...{ 'advanced-flow': {} as Objects, variable: {} as Objects, mood: {} as Objects },
  }
  readonly #scripts = new Map<string, ScriptFacts>()
  readonly #apps = new Map<string, AppFacts>()
  #count = 0

  get home() {
    return homeWith(this.#kinds)
  }

  get extras(): Extras {
    return { scripts: this.#scripts, apps: this.#apps }
  }

  /** A new id, in the form of a hub's. */
  id(): string {
    return `00000000-0000-4000-8000-${String(++this.#count).padStart(12, '0')}`
  }

  /** One thing brings about another. */
  leads(from: Event, ...to: readonly Event[]): void {
    this.truth.set(from, [...(this.truth.get(from) ?? []), ...to])
  }

  zone(): string {
    const id = this.id()
    this.#kinds.zone[id] = { name: `Zone ${id}`, parent: null }
    return id
  }

  device(more: { class?: string; zone?: string; capabilities?: readonly string[] } = {}): string {
    const id = this.id()
    const { capabilities = ['onoff'], zone = 'home', class: what = 'light' } = more
    this.#kinds.device[id] = {
      ...{ name: `Device ${id}`, zone, class: what, virtualClass: null, driverId: 'homey:app:x:y' },
      ...{ ownerUri: 'homey:app:x', capabilities, settings: {} },
      capabilitiesObj: Object.fromEntries(
        capabilities.map((one) => [one, { id: one, setable: !one.startsWith('alarm_') }]),
      ),
    }
    this.devices.push(id)
    return id
  }

  lock(): string {
    const id = this.device({ class: 'lock', capabilities: ['locked'] })
    this.locks.push(id)
    return id
  }

  /** A group; setting it sets its members, and a member that changes changes it. */
  group(...members: readonly string[]): string {
    const id = this.device()
    Object.assign(this.#kinds.device[id] ?? {}, {
      driverId: 'homey:virtualdrivergroup:driver',
      ownerUri: 'homey:virtualdrivergroup',
      settings: { deviceIds: members },
    })
    this.leads(`set ${id}`, ...members.map((member) => `set ${member}`))
    for (const member of members) this.leads(`set ${member}`, `changed ${id}`)
    return id
  }

  variable(): string {
    const id = this.id()
    this.#kinds.variable[id] = { name: `Variable ${id}`, type: 'boolean', value: false }
    return id
  }

  mood(...devices: readonly string[]): string {
    const id = this.id()
    const states = devices.map((device) => [device, { state: { onoff: true } }])
    this.#kinds.mood[id] = { name: `Mood ${id}`, devices: Object.fromEntries(states) }
    this.leads(`mood ${id}`, ...devices.map((device) => `set ${device}`))
    return id
  }

  script(device: string): string {
    const id = this.id()
    const code = `const it = await Homey.devices.getDevice({ id: '${device}' })\nawait it.setCapabilityValue('onoff', true)`
    this.#scripts.set(id, { id, name: `Script ${id}`, code })
    this.leads(`script ${id}`, `set ${device}`)
    return id
  }

  app(id: string): string {
    this.#apps.set(id, { id, name: id, api: false })
    return id
  }

  /** A standard flow, or an Advanced one that does something else by another trigger as well. */
  flow(
    trigger: { readonly card: Item; readonly event: Event | undefined },
    acts: readonly Act[],
    { advanced = false, enabled = true, beside = [] as readonly Act[] } = {},
  ): string {
    const id = this.id()
    const events = acts.flatMap((act) => act.events)
    if (enabled && trigger.event !== undefined) this.leads(trigger.event, ...events)
    this.leads(`on ${id}`, ...events, ...(advanced ? beside.flatMap((one) => one.events) : []))
    if (enabled) this.leads(`start ${id}`, ...(trigger.event && advanced ? [] : events))
    if (!advanced) {
      this.#kinds.flow[id] = {
        ...{ name: `Flow ${id}`, enabled, trigger: trigger.card, conditions: [CONDITION] },
        actions: acts.map(({ card }) => ({ ...card, group: 'then' })),
      }
      return id
    }
    const [one, two] = [this.#row(trigger.card, acts), this.#row(AT_NIGHT, beside)]
    this.#kinds['advanced-flow'][id] = { name: `Flow ${id}`, enabled, cards: { ...one, ...two } }
    return id
  }

  #row(trigger: Item, acts: readonly Act[]): Objects {
    const keys = acts.map(() => this.id())
    const [begin, ask] = [this.id(), this.id()]
    return {
      [begin]: { ...trigger, type: 'trigger', outputSuccess: [ask] },
      [ask]: { ...CONDITION, type: 'condition', outputTrue: keys.slice(0, 1), outputFalse: [] },
      ...Object.fromEntries(
        acts.map(({ card }, at) => [
          keys[at],
          { ...card, type: 'action', outputSuccess: keys.slice(at + 1, at + 2) },
        ]),
      ),
    }
  }

  /** Everything that truly follows, what it began with as well. */
  truthFrom(event: Event): ReadonlySet<Event> {
    const found = new Set([event])
    for (const one of found) for (const next of this.truth.get(one) ?? []) found.add(next)
    return found
  }
}

const CONDITION: Item = { id: 'homey:manager:presence:noone_athome', args: {} }
const AT_NIGHT: Item = { id: 'homey:manager:cron:time_exactly', args: { time: '03:00' } }
