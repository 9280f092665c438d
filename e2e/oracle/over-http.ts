// The same comparison through a real gateway in front of a real virtual Homey of either kind: what is
// answered, what of it, and whether a write reached the hub.
import { isDeepStrictEqual } from 'node:util'
import { operationById, operations } from '@latchkey/catalogue'
import { pathOf } from '../fuzz/requests.ts'
import { type OpenApi, openApi, call as overSocket } from '../realtime-clients.ts'
import { openWorld, type Reply, type World } from '../world.ts'
import { OPERATIONS, randomCall } from './calls.ts'
import { randomLimits } from './grants.ts'
import { mayCall } from './may-call.ts'
import { type Random, randomFrom } from './random.ts'
import {
  isObject,
  type JsonObject,
  type Kind,
  type OracleCall,
  type OracleGrant,
  PATHS,
  type State,
} from './state.ts'
import { ANSWERS, visible } from './visible.ts'

const CREATES: Readonly<Record<string, Kind>> = {
  ...{ 'flow.createFlow': 'flow', 'flow.createAdvancedFlow': 'advanced-flow' },
  ...{ 'flow.createFlowFolder': 'flow-folder', 'zones.createZone': 'zone' },
  ...{ 'moods.createMood': 'mood', 'dashboards.createDashboard': 'dashboard' },
  ...{ 'logic.createVariable': 'variable', 'devices.createGroup': 'device' },
}
const ASKED = /^(flow|devices|zones|moods|dashboards|logic)\./
/** Deleting would soon leave nothing to ask about. */
const LEFT_OUT = /delete|getState/
const OPTIONAL = ['presence:read', 'security-device:control']

/** What was compared, and what differed. */
export interface OverHttp {
  readonly calls: number
  readonly overSocket: number
  readonly lists: number
  readonly reached: number
  readonly differences: readonly string[]
}

/** Everything that a key sees of a home. */
export async function stateOf(world: World, key: string): Promise<State> {
  const lists: Record<string, JsonObject[]> = {}
  for (const [list, path] of Object.entries(PATHS)) {
    const reply = await world.send('GET', `/api/manager/${path}`, { key })
    lists[list] = Object.values(reply.json<Record<string, JsonObject>>())
  }
  return lists as unknown as State
}

/** A refusal of the gateway's own, as the oracle calls it; what the hub refused was passed on. */
function verdictOf(status: number, text: string): string {
  if (status === 404 && text.includes('within the limits of this key')) return 'not-found'
  return status === 403 && text.includes('Latchkey') ? 'refused' : 'pass'
}

interface Asked {
  readonly status: number
  readonly text: string
  readonly value: unknown
}

const ofReply = (reply: Reply): Asked => ({
  ...{ status: reply.status, text: reply.text },
  value: reply.text.startsWith('{') ? reply.json() : undefined,
})

interface Judged {
  readonly key: string
  readonly grant: OracleGrant
  readonly created: string[]
}

/** One gateway and hub, and what differed there. */
class Comparison {
  readonly tally = { calls: 0, overSocket: 0, lists: 0, reached: 0 }
  readonly differences: string[] = []
  readonly #world: World
  readonly #generation: 'pro-2023' | 'pro-2019'
  readonly #whole: string

  constructor(world: World, generation: 'pro-2023' | 'pro-2019', whole: string) {
    this.#world = world
    this.#generation = generation
    this.#whole = whole
  }

  present(): Promise<State> {
    return stateOf(this.#world, this.#whole)
  }

  #note(agrees: () => boolean, grant: OracleGrant, what: object): void {
    if (agrees()) return
    const permissions = grant.permissions.filter((one) => OPTIONAL.includes(one))
    const on = { generation: this.#generation, ...grant, permissions }
    this.differences.push(JSON.stringify({ ...what, ...on }))
  }

  /** Makes calls, by HTTP and, where there is a socket, over it as well. */
  async calls(random: Random, judged: Judged, count: number, socket?: OpenApi): Promise<void> {
    let state = await this.present()
    for (let one = 0; one < count; one++) {
      const plain = drawn(random, state, this.#generation)
      const { requests } = this.#world.homey
      const last = requests.at(-1)
      const isOver = socket !== undefined && random.chance(0.5)
      const call = isOver ? asMessage(plain) : plain
      const asked = isOver
        ? await askOverSocket(socket.api, call)
        : await askOverHttp(this.#world, judged.key, call)
      if (!asked) continue
      const from = last ? requests.lastIndexOf(last) + 1 : 0
      const sent = requests.slice(from).some(({ method }) => method !== 'GET')
      this.#judge(judged, state, call, asked, sent)
      if (isOver) this.tally.overSocket += 1
      if (sent) state = await this.present()
    }
  }

  #judge({ grant, created }: Judged, state: State, call: OracleCall, asked: Asked, sent: boolean) {
    this.tally.calls += 1
    if (sent) this.tally.reached += 1
    const said = verdictOf(asked.status, asked.text)
    const agrees = () => {
      const oracle = mayCall(grant, state, call)
      // A capability's name alone can ask for the permission, whatever the device.
      const byName = asked.text.includes('security-device:control')
      if (byName && oracle !== 'pass') return !sent
      if (oracle === 'no') return said !== 'pass' && !sent
      return oracle === said && (oracle === 'pass' || !sent)
    }
    this.#note(agrees, grant, { call, said, sent, oracle: mayCall(grant, state, call) })
    const kind = CREATES[call.operation]
    const { value } = asked
    if (kind && asked.status < 300 && isObject(value)) created.push(`${kind}:${value['id']}`)
  }

  /** Reads every list with and without the limits. */
  async lists({ key, grant }: Judged): Promise<void> {
    const state = await this.present()
    for (const operation of Object.keys(ANSWERS)) {
      const path = operationById(this.#generation, operation)?.path.replace(/\/$/, '')
      if (path === undefined) continue
      const full = await this.#world.send('GET', path, { key: this.#whole })
      const cut = await this.#world.send('GET', path, { key })
      this.tally.lists += 1
      const left = () => visible(grant, state, operation, full.json())
      const agrees = () => isDeepStrictEqual(left(), cut.json())
      const said = Object.keys(cut.json())
      this.#note(agrees, grant, { operation, said, oracle: Object.keys(left()) })
    }
  }
}

/** Compares so many calls and lists of so many random grants on a hub of a generation. */
export async function compareOverHttp(
  generation: 'pro-2023' | 'pro-2019',
  seed: number,
  grants: number,
  callsEach: number,
): Promise<OverHttp> {
  await using world = (await openWorld({ generation })) as World
  const everything = operations(generation).flatMap(({ requirement }) =>
    requirement.class === 'permission' ? [requirement.permission] : [],
  )
  const all = [...new Set([...everything, 'zone:move'])].filter((one) => !OPTIONAL.includes(one))
  const whole = await world.key(...all, ...OPTIONAL)
  const comparison = new Comparison(world, generation, whole)
  for (let at = 0; at < grants; at++) {
    const random = randomFrom(seed * 7919 + at)
    const limits = randomLimits(random, await comparison.present())
    const permissions = [...all, ...OPTIONAL.filter(() => random.chance(0.5))]
    const wanted = { hub: 'Home', name: `Grant ${at}`, permissions, limits }
    // Limits that name nothing that is there are not taken by the owner's API.
    const made = await world.owner<{ key: string }>('POST', '/keys', wanted).catch(() => undefined)
    if (!made) continue
    const created: string[] = []
    const judged: Judged = { key: made.key, created, grant: { limits, created, permissions } }
    using socket = at % 2 === 0 ? await openApi(world.url, made.key) : undefined
    await comparison.calls(random, judged, callsEach, socket)
    await comparison.lists(judged)
  }
  return { ...comparison.tally, differences: comparison.differences }
}

function drawn(random: Random, state: State, generation: 'pro-2023' | 'pro-2019'): OracleCall {
  for (;;) {
    const call = randomCall(random, state)
    if (!ASKED.test(call.operation) || LEFT_OUT.test(call.operation)) continue
    if (operationById(generation, call.operation)) return call
  }
}

/** Asks over HTTP; undefined where a path or a query may not be at all. */
export async function askOverHttp(
  world: World,
  key: string,
  call: OracleCall,
): Promise<Asked | undefined> {
  const to = pathOf(call)
  if (!to) return undefined
  const reply = await world.send(to.method, to.path, { key, body: call.body })
  // Not a matter of limits: what a path or a query may be at all.
  return reply.status === 400 || reply.status === 405 ? undefined : ofReply(reply)
}

// Only named parameters travel over the socket: what else stood in the body does not arrive.
export function asMessage(call: OracleCall): OracleCall {
  const { parameters = {} } = OPERATIONS.find(({ id }) => id === call.operation) ?? {}
  const hasRoot = Object.values(parameters).some((one) => one.root)
  if (hasRoot || !isObject(call.body)) return call
  const declared = Object.entries(call.body).filter(([name]) => parameters[name]?.in === 'body')
  return { ...call, body: Object.fromEntries(declared) }
}

/** Asks over the socket; undefined where the call means nothing there. */
export async function askOverSocket(
  api: Parameters<typeof overSocket>[0],
  { operation, ids, query, body }: OracleCall,
): Promise<Asked | undefined> {
  const [manager = '', name = ''] = operation.split('.')
  const found = OPERATIONS.find(({ id }) => id === operation)
  const root = Object.entries(found?.parameters ?? {}).find(([, one]) => one.root)?.[0]
  const given = root === undefined ? (isObject(body) ? body : {}) : { [root]: body }
  const [error, value] = await overSocket(api, manager, name, { ...query, ...given, ...ids })
  const status = error ? (error.statusCode ?? 500) : 200
  return status === 400 ? undefined : { status, text: error?.error_description ?? '', value }
}
