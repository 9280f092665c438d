// Asks oracle and policy the same, and makes what they disagree about small enough to read.
import { isDeepStrictEqual } from 'node:util'
import { randomCall } from './calls.ts'
import { covered } from './covered.ts'
import { randomGrant } from './grants.ts'
import { randomHome } from './homes.ts'
import { mayCall } from './may-call.ts'
import { askPolicy, cutByPolicy, homeOf, policyCovers } from './policy.ts'
import { type Random, randomFrom } from './random.ts'
import {
  type JsonObject,
  type Kind,
  LISTS,
  type OracleCall,
  type OracleGrant,
  type State,
} from './state.ts'
import { ANSWERS, OWNED, visible } from './visible.ts'

/** One question, and the two answers. */
export interface Difference {
  readonly what: string
  readonly oracle: string
  readonly policy: string
  readonly state: State
  readonly grant: OracleGrant
  readonly call?: OracleCall
}

/** What was compared. */
export interface Tally {
  /** By `<operation>: <answer>`. */
  readonly classes: Map<string, number>
  cases: number
}

interface Case {
  readonly state: State
  readonly grant: OracleGrant
  readonly call: OracleCall
}

/** Compares one call; undefined where both say the same. */
export function compareCall({ state, grant, call }: Case, tally?: Tally): Difference | undefined {
  const policy = askPolicy(state, grant, call)
  if (!policy) return undefined
  const oracle = mayCall(grant, state, call)
  if (tally) {
    tally.cases += 1
    const name = `${call.operation}: ${oracle}`
    tally.classes.set(name, (tally.classes.get(name) ?? 0) + 1)
  }
  const agrees = (one: string) =>
    one === 'no' ? policy.verdict !== 'pass' : policy.verdict === one
  if (agrees(oracle)) return undefined
  const said = policy.reason ? `${policy.verdict} (${policy.reason})` : policy.verdict
  return { what: call.operation, oracle, policy: said, state, grant, call }
}

/** Compares the cover of every object of a home. */
export function compareCover(state: State, grant: OracleGrant, tally: Tally): Difference[] {
  const found: Difference[] = []
  const home = homeOf(state, 'pro-2023')
  for (const [kind, list] of Object.entries(LISTS) as [Kind, keyof State][]) {
    for (const { id } of state[list]) {
      const oracle = covered(grant, state, kind, String(id))
      const policy = policyCovers(home, grant, kind, String(id))
      tally.cases += 1
      const name = `cover of ${kind}: ${oracle}`
      tally.classes.set(name, (tally.classes.get(name) ?? 0) + 1)
      if (oracle !== policy) {
        const what = `cover of ${kind} ${id}`
        found.push({ what, oracle: `${oracle}`, policy: `${policy}`, state, grant })
      }
    }
  }
  return found
}

// What else a hub lists: by owner, covered or not.
function ownedOf(state: State): JsonObject {
  const uris = state.devices.flatMap((one) => [
    `homey:device:${one['id']}:onoff`,
    `homey:device:${one['id']}:dim`,
  ])
  const others = state.zones.map((one) => `homey:zone:${one['id']}:active`)
  const variables = state.variables.map((one) => `homey:manager:logic:${one['id']}`)
  const all = [
    ...uris,
    ...others,
    ...variables,
    'homey:manager:cron:time',
    'homey:app:com.example.app:x',
  ]
  return Object.fromEntries(
    all.map((id) => [id, { id, ownerUri: id.split(':').slice(0, 3).join(':') }]),
  )
}

/** Compares what is left of every list of a home. */
export function compareAnswers(state: State, grant: OracleGrant, tally: Tally): Difference[] {
  const found: Difference[] = []
  const home = homeOf(state, 'pro-2023')
  for (const operation of [...Object.keys(ANSWERS), ...Object.keys(OWNED)]) {
    const kind = ANSWERS[operation]
    const list = kind && LISTS[kind]
    const answer: JsonObject = list
      ? Object.fromEntries(state[list].map((one) => [String(one['id']), one]))
      : ownedOf(state)
    const call: OracleCall = { operation, ids: {}, query: {}, body: undefined }
    const policy = cutByPolicy(home, grant, call, structuredClone(answer))
    const oracle = visible(grant, state, operation, answer)
    tally.cases += Object.keys(answer).length
    const name = `answer of ${operation}`
    tally.classes.set(name, (tally.classes.get(name) ?? 0) + 1)
    if (isDeepStrictEqual(oracle, policy?.value)) continue
    const said = { oracle: JSON.stringify(oracle), policy: JSON.stringify(policy?.value) }
    found.push({ what: name, ...said, state, grant })
  }
  return found
}

/** Draws homes and grants from a seed and compares until so many cases were. */
export function runDifferential(
  seed: number,
  cases: number,
  onDifference: (difference: Difference) => boolean,
): Tally {
  const tally: Tally = { classes: new Map(), cases: 0 }
  for (let at = 0; tally.cases < cases; at++) {
    const random = randomFrom(seed * 1_000_003 + at)
    const state = randomHome(random)
    for (let grants = 4; grants > 0; grants--) {
      const grant = randomGrant(random, state)
      for (const one of compareOne(random, state, grant, tally))
        if (!onDifference(one)) return tally
    }
  }
  return tally
}

function compareOne(random: Random, state: State, grant: OracleGrant, tally: Tally): Difference[] {
  const found = [...compareCover(state, grant, tally), ...compareAnswers(state, grant, tally)]
  for (let calls = 40; calls > 0; calls--) {
    const difference = compareCall({ state, grant, call: randomCall(random, state) }, tally)
    if (difference) found.push(difference)
  }
  return found
}

const isLegal = ({ limits }: OracleGrant): boolean =>
  Object.values({ ...limits, ...limits.except }).every(
    (one) => !Array.isArray(one) || one.length > 0,
  ) && Object.keys(limits).length > 0

const isSame = (one: Difference | undefined, other: Difference): boolean =>
  one !== undefined && one.oracle === other.oracle && one.policy === other.policy

/** The smallest case found that differs in the same way: everything that can be left out is. */
export function shrink(difference: Difference): Difference {
  const { call, what } = difference
  const differs = (state: State, grant: OracleGrant, one: OracleCall | undefined) => {
    if (one) return compareCall({ state, grant, call: one })
    const tally = { classes: new Map(), cases: 0 }
    const all = [...compareCover(state, grant, tally), ...compareAnswers(state, grant, tally)]
    return all.find((found) => found.what === what)
  }
  let smallest = difference
  for (let changed = true; changed; ) {
    changed = false
    const whole = { state: smallest.state, grant: smallest.grant, call }
    for (const smaller of lessOf({ ...whole, call: smallest.call })) {
      if (!isLegal(smaller.grant)) continue
      const again = tried(() => differs(smaller.state, smaller.grant, smaller.call))
      if (!isSame(again, difference) || !again) continue
      smallest = again
      changed = true
      break
    }
  }
  return smallest
}

function tried<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

// Every way to leave one thing out; what holds more goes first.
function* lessOf<T>(value: T): Generator<T> {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) yield value.toSpliced(at, 1) as T
    for (let at = 0; at < value.length; at++) {
      for (const less of lessOf<unknown>(value[at])) yield value.with(at, less) as T
    }
    return
  }
  const names = Object.keys(value)
  for (const name of names) {
    if (NEEDED.includes(name)) continue
    const { [name]: _, ...rest } = value as Record<string, unknown>
    yield rest as T
  }
  for (const name of names) {
    for (const less of lessOf<unknown>((value as Record<string, unknown>)[name])) {
      yield { ...value, [name]: less }
    }
  }
}

const NEEDED: readonly string[] = [
  ...['state', 'grant', 'call', 'operation', 'ids', 'query', 'limits', 'created', 'permissions'],
  ...['zones', 'devices', 'flows', 'advancedFlows', 'folders', 'variables', 'moods', 'dashboards'],
  ...['users', 'id'],
]
