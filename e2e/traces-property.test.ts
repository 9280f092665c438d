// Whatever two keys and the owner do to a house in whatever order: when both keys are revoked and undone,
// every object is as the owner left it last, or as it was if the owner never touched it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { flowOf } from './limited.ts'
import { bothDatabases } from './postgres.ts'
import { BUILDER, caller, revoked, until } from './traces-world.ts'
import { openWorld, type World } from './world.ts'

const RUNS = Number(process.env['LATCHKEY_TRACES'] ?? 3)

const KINDS = ['flows', 'variables'] as const
type Kind = (typeof KINDS)[number]

const PATHS: Readonly<Record<Kind, string>> = {
  flows: '/api/manager/flow/flow',
  variables: '/api/manager/logic/variable',
}

const BODIES: Readonly<Record<Kind, (name: string, serial: number) => object>> = {
  flows: (name, serial) => flowOf([], { name, enabled: serial % 2 === 0 }),
  variables: (name, serial) => ({ name, type: 'number', value: serial }),
}

const CHANGES: Readonly<Record<Kind, (name: string, serial: number) => object>> = {
  flows: (name, serial) => (serial % 3 === 0 ? { name, conditions: [] } : { name }),
  variables: (name, serial) => ({ name, value: serial }),
}

const act = fc.record({
  who: fc.constantFrom('one', 'other', 'owner'),
  does: fc.constantFrom('make', 'change', 'change', 'delete'),
  kind: fc.constantFrom(...KINDS),
  which: fc.nat(3),
})
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

/** What is at the hub of one run: by tag, without id. An object keeps its tag, whatever is done to it. */
function objects(
  { homey }: World,
  run: string,
): Map<string, { id: string; kind: Kind; text: string }> {
  const found = new Map<string, { id: string; kind: Kind; text: string }>()
  for (const kind of KINDS) {
    for (const { id, ...rest } of Object.values(homey.state[kind])) {
      const [tag = ''] = rest.name.split(' ')
      if (tag.startsWith(run)) found.set(tag, { id, kind, text: JSON.stringify(rest) })
    }
  }
  return found
}

class Run {
  readonly #world: World
  readonly #run: string
  readonly #expected = new Map<string, string | undefined>()
  #serial = 0

  constructor(world: World, run: string) {
    this.#world = world
    this.#run = run
  }

  get expected(): ReadonlyMap<string, string | undefined> {
    return this.#expected
  }

  /** Does one thing, by whoever has this key at a gateway or at the hub itself. */
  async act({ who, does, kind, which }: Act, url: string, key: string): Promise<void> {
    const call = caller(url, key)
    const there = [...objects(this.#world, this.#run)].filter(([, one]) => one.kind === kind)
    const [tag, one] = there[which % Math.max(there.length, 1)] ?? []
    const serial = ++this.#serial
    const path = PATHS[kind]
    let touched = tag
    if (does === 'make' || !tag || !one) {
      touched = `${this.#run}-${serial}`
      await call('POST', path, BODIES[kind](`${touched} ${serial}`, serial))
    } else if (does === 'delete') await call('DELETE', `${path}/${one.id}`)
    else await call('PUT', `${path}/${one.id}`, CHANGES[kind](`${tag} ${serial}`, serial))
    if (!touched) return
    if (who === 'owner') this.#expected.set(touched, this.#text(touched))
    else if (!this.#expected.has(touched)) this.#expected.set(touched, undefined)
  }

  #text(tag: string): string | undefined {
    return objects(this.#world, this.#run).get(tag)?.text
  }

  /** What was there before counts as the owner's. */
  async begin(url: string, key: string): Promise<void> {
    for (const kind of [...KINDS, ...KINDS]) {
      await this.act({ who: 'owner', does: 'make', kind, which: 0 }, url, key)
    }
  }

  now(): ReadonlyMap<string, string | undefined> {
    const there = objects(this.#world, this.#run)
    return new Map([...this.#expected.keys()].map((tag) => [tag, there.get(tag)?.text]))
  }

  /** Waits until the gateway has heard of what the owner did. */
  async heard(key: string): Promise<void> {
    await until(async () => {
      const told = new Map<string, unknown>()
      for (const kind of KINDS) {
        for (const one of Object.values(await caller(this.#world.url, key)('GET', PATHS[kind]))) {
          const { name, value = null } = one as { name: string; value?: unknown }
          told.set(name, value)
        }
      }
      const names = [...objects(this.#world, this.#run).values()].map(({ text }) =>
        JSON.parse(text),
      )
      const mine = [...told.keys()].filter((name) => name.startsWith(`${this.#run}-`))
      return mine.length === names.length && names.every(({ name }) => told.has(name))
    })
  }
}

for (const [name, address] of Object.entries(bothDatabases())) {
  test(`${name}: everything is as the owner left it`, { timeout: 600_000 }, async () => {
    await using world = await openWorld({ databaseUrl: await address() })
    const hub = { url: world.homey.address, key: world.homey.key ?? '' }
    let runs = 0
    const property = fc.asyncProperty(
      fc.array(act, { minLength: 2, maxLength: 14 }),
      fc.nat(14),
      fc.boolean(),
      async (acts, undoneAfter, oneFirst) => {
        const run = new Run(world, `r${++runs}x`)
        await run.begin(hub.url, hub.key)
        const keys = {
          one: await world.fullKey('One', BUILDER),
          other: await world.fullKey('Other', BUILDER),
        }
        const watcher = await world.key(...BUILDER)
        await run.heard(watcher)
        const [early, late] = oneFirst ? (['one', 'other'] as const) : (['other', 'one'] as const)
        for (const [at, one] of acts.entries()) {
          if (at === undoneAfter) await revoked(world, keys[early].id, 'restore')
          const who = at >= undoneAfter && one.who === early ? late : one.who
          if (who === 'owner') {
            await run.act(one, hub.url, hub.key)
            await run.heard(watcher)
          } else await run.act({ ...one, who }, world.url, keys[who].key)
        }
        if (undoneAfter >= acts.length) await revoked(world, keys[early].id, 'restore')
        await revoked(world, keys[late].id, 'restore')
        assert.deepEqual(run.now(), run.expected)
        assert.deepEqual(world.errors, [])
      },
    )
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true })
  })
}
