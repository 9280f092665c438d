// The same comparison through a real gateway in front of a real virtual Homey of either kind: what is
// answered, what of it, and whether a write reached the hub.
import { isDeepStrictEqual } from 'node:util'
import { operationById, operations } from '@latchkey/catalogue'
import { pathOf } from '../fuzz/requests.ts'
import { openApi, call as overSocket } from '../realtime-clients.ts'
import { openWorld, type Reply, type World } from '../world.ts'
import { OPERATIONS, randomCall } from './calls.ts'
import { randomLimits } from './grants.ts'
import { mayCall } from './may-call.ts'
import { explain } from './open.ts'
import { type Random, randomFrom } from './random.ts'
import {
  isObject,
  type JsonObject,
  type Kind,
  type OracleCall,
  type OracleGrant,
  type State,
} from './state.ts'
import { ANSWERS, visible } from './visible.ts'

const PATHS: Readonly<Record<keyof State, string>> = {
  ...{ zones: 'zones/zone', devices: 'devices/device', flows: 'flow/flow' },
  ...{
    advancedFlows: 'flow/advancedflow',
    folders: 'flow/flowfolder',
    variables: 'logic/variable',
  },
  ...{ moods: 'moods/mood', dashboards: 'dashboards/dashboard', users: 'users/user' },
}
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
  readonly open: number
  readonly differences: readonly string[]
}

async function stateOf(world: World, key: string): Promise<State> {
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
  const permissions = [...new Set([...everything, 'zone:move'])].filter(
    (one) => !OPTIONAL.includes(one),
  )
  const whole = await world.key(...permissions, ...OPTIONAL)
  const tally = { calls: 0, overSocket: 0, lists: 0, reached: 0, open: 0 }
  const differences: string[] = []
  for (let at = 0; at < grants; at++) {
    const random = randomFrom(seed * 7919 + at)
    let state = await stateOf(world, whole)
    const limits = randomLimits(random, state)
    const held = [...permissions, ...OPTIONAL.filter(() => random.chance(0.5))]
    const made = await world
      .owner<{ key: string }>('POST', '/keys', {
        hub: 'Home',
        name: `G${at}`,
        permissions: held,
        limits,
      })
      .catch(() => undefined)
    if (!made) continue
    const created: string[] = []
    const grant: OracleGrant = { limits, created, permissions: held }
    using socket = at % 2 === 0 ? await openApi(world.url, made.key) : undefined
    const differs = (call: OracleCall, said: string, sent: boolean) => {
      const agrees = () => {
        const oracle = mayCall(grant, state, call)
        if (oracle === 'no') return said !== 'pass' && !sent
        return oracle === said && (oracle === 'pass' || !sent)
      }
      if (agrees()) return
      if (explain(agrees) !== undefined) tally.open += 1
      else
        differences.push(
          JSON.stringify({
            generation,
            oracle: mayCall(grant, state, call),
            said,
            sent,
            call,
            limits,
            held: held.filter((one) => OPTIONAL.includes(one)),
            created,
          }),
        )
    }
    for (let one = 0; one < callsEach; one++) {
      const call = drawn(random, state, generation)
      const last = world.homey.requests.at(-1)
      const ask = socket && random.chance(0.5) ? askOverSocket : undefined
      const asked =
        ask && socket ? await ask(socket.api, call) : await askOverHttp(world, made.key, call)
      if (!asked) continue
      const from = last ? world.homey.requests.lastIndexOf(last) + 1 : 0
      const sent = world.homey.requests.slice(from).some(({ method }) => method !== 'GET')
      tally.calls += 1
      if (ask) tally.overSocket += 1
      if (sent) tally.reached += 1
      differs(call, verdictOf(asked.status, asked.text), sent)
      const kind = CREATES[call.operation]
      const { value } = asked
      if (kind && asked.status < 300 && isObject(value)) created.push(`${kind}:${value['id']}`)
      if (sent) state = await stateOf(world, whole)
    }
    for (const [operation] of Object.entries(ANSWERS)) {
      const found = operationById(generation, operation)
      if (!found) continue
      const full = await world.send('GET', found.path.replace(/\/$/, ''), { key: whole })
      const cut = await world.send('GET', found.path.replace(/\/$/, ''), { key: made.key })
      tally.lists += 1
      const left = () =>
        isDeepStrictEqual(visible(grant, state, operation, full.json()), cut.json())
      if (left()) continue
      if (explain(left) !== undefined) tally.open += 1
      else
        differences.push(
          JSON.stringify({
            generation,
            operation,
            limits,
            created,
            cut: Object.keys(cut.json()),
            oracle: Object.keys(visible(grant, state, operation, full.json())),
          }),
        )
    }
  }
  return { ...tally, differences }
}

function drawn(random: Random, state: State, generation: 'pro-2023' | 'pro-2019'): OracleCall {
  for (;;) {
    const call = randomCall(random, state)
    if (!ASKED.test(call.operation) || LEFT_OUT.test(call.operation)) continue
    if (operationById(generation, call.operation)) return call
  }
}

async function askOverHttp(
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

async function askOverSocket(
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
