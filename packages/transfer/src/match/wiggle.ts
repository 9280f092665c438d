// The wiggle test, for things that nothing but their place tells apart: what can be switched is
// switched, and somebody says which one it was; what cannot is moved by somebody, and the hub says which.
// Nothing that could hurt, open, heat or switch a load is moved unless somebody said yes to that very one.
import type { TransferHub } from '../hub/transfer-hub.ts'
import { isObject, type JsonObject } from '../json.ts'
import type { Binding } from '../mapping/mapping.ts'
import { decisions } from './ask.ts'
import { type Movable, movable } from './movable.ts'

/** Things of the old hub, and as many or more devices of the new one that they may be. */
export interface WiggleGroup {
  readonly sources: readonly { readonly id: string; readonly name: string | null }[]
  /** Ids of devices of the target. */
  readonly targets: readonly string[]
}

/** A device of the target that a test is about. */
export interface Wiggled {
  readonly id: string
  readonly name: string | null
}

/** Whoever stands in the house and looks. */
export interface Watch {
  /** Whether this may be switched, for which there is a reason to ask. */
  readonly allow: (device: Wiggled, reason: string) => Promise<boolean>
  /**
   * A device was switched to the other way and stays so until this is answered: which of the sources
   * was it? Null: none of them. Undefined: nobody saw.
   */
  readonly saw: (
    device: Wiggled,
    sources: WiggleGroup['sources'],
  ) => Promise<string | null | undefined>
  /** Asks to press, open or warm this one of the sources; true when it was done, false to leave it out. */
  readonly move: (source: WiggleGroup['sources'][number]) => Promise<boolean>
}

/**
 * Tells things apart; what was found is bound by `user`, the rest stays open. A group of as many things
 * as devices needs one test less than it has members.
 * @throws HubError if the hub is lost; the device that was switched is switched back first, if it can be
 */
export async function wiggle(
  hub: TransferHub,
  group: WiggleGroup,
  watch: Watch,
): Promise<readonly Binding[]> {
  const test = new Test(hub, group, watch)
  await test.bySwitching()
  await test.byMoving()
  test.byElimination()
  return bindingsOf(group, test.found)
}

class Test {
  /** Devices of the target by sources. */
  readonly found = new Map<string, string>()
  readonly #hub: TransferHub
  readonly #group: WiggleGroup
  readonly #watch: Watch
  /** Devices that were seen to be none of the sources. */
  readonly #excluded = new Set<string>()
  /** Devices that nobody may switch, or that cannot be. */
  readonly #still: string[] = []

  constructor(hub: TransferHub, group: WiggleGroup, watch: Watch) {
    this.#hub = hub
    this.#group = group
    this.#watch = watch
  }

  async bySwitching(): Promise<void> {
    for (const id of this.#group.targets) {
      if (this.#isOver()) return
      const device = await deviceOf(this.#hub, id)
      const how = movable(device)
      const wiggled = { id, name: typeof device['name'] === 'string' ? device['name'] : null }
      if (how === 'not' || (how.ask !== null && !(await this.#watch.allow(wiggled, how.ask)))) {
        this.#still.push(id)
        continue
      }
      const seen = await switched(this.#hub, id, how, () => this.#watch.saw(wiggled, this.#open()))
      if (seen === null) this.#excluded.add(id)
      if (this.#open().some((source) => source.id === seen)) this.found.set(String(seen), id)
    }
  }

  async byMoving(): Promise<void> {
    for (const source of this.#open()) {
      const left = this.#free().filter((id) => this.#still.includes(id))
      if (left.length === 0 || this.#isOver()) return
      const before = await movements(this.#hub, left)
      if (!(await this.#watch.move(source))) continue
      const [moved, ...others] = changed(before, await movements(this.#hub, left))
      // Two that had news at once tell nothing.
      if (moved !== undefined && others.length === 0) this.found.set(source.id, moved)
    }
  }

  /** Where as many devices as things were and one of each is left, they are a pair. */
  byElimination(): void {
    const [source] = this.#open()
    const [target] = this.#free()
    if (this.#isPairLeft() && source && target) this.found.set(source.id, target)
  }

  #open() {
    return this.#group.sources.filter(({ id }) => !this.found.has(id))
  }

  #free(): readonly string[] {
    const taken = new Set(this.found.values())
    return this.#group.targets.filter((id) => !taken.has(id) && !this.#excluded.has(id))
  }

  #isOver(): boolean {
    return this.#open().length === 0 || this.#isPairLeft()
  }

  #isPairLeft(): boolean {
    const { sources, targets } = this.#group
    if (sources.length !== targets.length || this.#excluded.size > 0) return false
    return sources.length > 1 && this.#open().length === 1 && this.#free().length === 1
  }
}

function bindingsOf(
  { sources }: WiggleGroup,
  found: ReadonlyMap<string, string>,
): readonly Binding[] {
  const evidence = [{ what: 'it was seen to move', weight: 40 }]
  const question = { kind: 'device', band: 'ambiguous', sources, candidates: [] } as const
  return decisions(question, found).map((binding) => ({ ...binding, evidence }))
}

async function switched<T>(
  hub: TransferHub,
  deviceId: string,
  { capability: capabilityId, there, back }: Movable,
  look: () => Promise<T>,
): Promise<T> {
  const set = (value: boolean | number) =>
    hub.call('devices.setCapabilityValue', { deviceId, capabilityId, value })
  try {
    await set(there)
    return await look()
  } finally {
    await set(back)
  }
}

async function deviceOf(hub: TransferHub, id: string): Promise<JsonObject> {
  const device = await hub.call('devices.getDevice', { id })
  return isObject(device) ? device : {}
}

// When each device last had news, of whatever it measures.
async function movements(
  hub: TransferHub,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const all = await Promise.all(
    ids.map(async (id) => {
      const states = (await deviceOf(hub, id))['capabilitiesObj']
      const news = Object.entries(isObject(states) ? states : {}).map(([name, state]) =>
        isObject(state) ? [name, state['lastUpdated'] ?? null, state['value'] ?? null] : [name],
      )
      return [id, JSON.stringify(news)] as const
    }),
  )
  return new Map(all)
}

function changed(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...after].filter(([id, news]) => before.get(id) !== news).map(([id]) => id)
}
