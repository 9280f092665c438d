// The same comparison through a real gateway in front of a real virtual Homey, over HTTP and over the socket: what
// is answered, and whether it reached the hub.
import { operationById, operations } from '@latchkey/catalogue'
import { spanText } from '../../packages/gateway/src/oversight/hours-text.ts'
import type { HouseRule } from '../../packages/gateway/src/oversight/house-rule.ts'
import { rateText } from '../../packages/gateway/src/oversight/rates.ts'
import type { Restrictions } from '../../packages/gateway/src/oversight/restrictions.ts'
import { randomCall } from '../oracle/calls.ts'
import { askOverHttp, askOverSocket, asMessage } from '../oracle/over-http.ts'
import { type Random, randomFrom } from '../oracle/random.ts'
import { isObject, type JsonObject, type OracleCall, type State } from '../oracle/state.ts'
import { openApi } from '../realtime-clients.ts'
import { openWorld, send, type World } from '../world.ts'
import { randomMoment, randomRestrictions, randomRule } from './draw.ts'
import { type Done, say } from './verdict.ts'

/** What was compared, and what differed. */
export interface RulesOverHttp {
  calls: number
  overSocket: number
  denied: number
  reached: number
  readonly differences: string[]
}

const PATHS: Readonly<Record<keyof State, string>> = {
  ...{ zones: 'zones/zone', devices: 'devices/device', flows: 'flow/flow' },
  ...{ advancedFlows: 'flow/advancedflow', folders: 'flow/flowfolder' },
  ...{ variables: 'logic/variable', moods: 'moods/mood', dashboards: 'dashboards/dashboard' },
  users: 'users/user',
}

/** What the hub has, asked of the hub itself. */
async function stateOf({ homey }: World): Promise<State> {
  const lists: Record<string, JsonObject[]> = {}
  for (const [list, path] of Object.entries(PATHS)) {
    const reply = await send(homey.address, 'GET', `/api/manager/${path}`, { key: homey.key })
    lists[list] = Object.values(reply.json<Record<string, JsonObject>>())
  }
  return lists as unknown as State
}

const ASKED = /^(flow|devices|zones|moods|logic)\./
/** Deleting would soon leave nothing to ask about. */
const LEFT_OUT = /delete|getState/
const TIME_ZONE = 'Europe/Amsterdam'

/** Compares so many calls each of so many keys and sets of rules. */
export async function compareRulesOverHttp(
  seed: number,
  rounds: number,
  callsEach: number,
): Promise<RulesOverHttp> {
  let now = Date.UTC(2026, 10, 23, 12)
  await using world = await openWorld({ now: () => now })
  // Nobody answers here, so no call has to wait for that.
  world.installation.hubPath.letGo()
  const tally: RulesOverHttp = { calls: 0, overSocket: 0, denied: 0, reached: 0, differences: [] }
  for (let round = 0; round < rounds; round++) {
    const random = randomFrom(seed * 7919 + round)
    now = Math.max(now, randomMoment(random))
    const keys = await setUp(world, random)
    using socket = await openApi(world.url, keys.key)
    const [log, created]: [Done[], string[]] = [[], []]
    for (let left = callsEach; left > 0; left--) {
      now += random.pick([1_000, 60_000, 600_000])
      const state = await stateOf(world)
      const plain = drawn(random, state)
      const isOver = random.chance(0.4)
      const call = isOver ? asMessage(plain) : plain
      const { rules, restrictions, grant } = keys
      const asked = { rules, restrictions, call, state, now, timeZone: TIME_ZONE, log }
      const { verdict, done } = say({ ...asked, grant: { ...grant, created: [...created] } })
      const before = sentTo(world)
      const answer = isOver
        ? await askOverSocket(socket.api, call)
        : await askOverHttp(world, keys.key, call)
      if (!answer) continue
      const reached = sentTo(world) > before
      const said = saidIn(answer.status, answer.text)
      tally.calls++
      if (isOver) tally.overSocket++
      if (verdict === 'deny') tally.denied++
      if (reached) tally.reached++
      if (said !== verdict || (verdict !== 'allow' && reached)) {
        tally.differences.push(
          JSON.stringify({
            round,
            verdict,
            said,
            reached,
            call,
            rules,
            restrictions,
            text: answer.text,
          }),
        )
      }
      if (verdict !== 'allow') continue
      log.push(done)
      const made = isObject(answer.value) ? answer.value['id'] : undefined
      created.push(...wroteBy(call, restrictions, made))
    }
    for (const { id } of keys.rules) await world.owner('DELETE', `/rules/${id}`)
  }
  return tally
}

function wroteBy({ operation, ids }: OracleCall, restrictions: Restrictions | null, made: unknown) {
  const kind = operation.includes('AdvancedFlow') ? 'advanced-flow' : 'flow'
  if (!/^flow\.(create|update)(Advanced)?Flow$/.test(operation)) return []
  if (operation.includes('create')) return typeof made === 'string' ? [`${kind}:${made}`] : []
  return restrictions?.rates ? [`${kind}:${ids['id']}`] : []
}

/** Makes rules and a key as an owner would, with what is drawn. */
async function setUp(world: World, random: Random) {
  const state = await stateOf(world)
  const drawnRules = Array.from({ length: 1 + random.int(3) }, (_, at) =>
    randomRule(random, state, at),
  )
  const rules: HouseRule[] = []
  for (const rule of drawnRules) {
    const { kind, effect, about, hours, cap, paused } = rule
    const body = {
      ...{ kind, effect, cap, hours: hours?.map(spanText) },
      ...(kind === 'own' && { about }),
    }
    const made = await world
      .owner<{ id: string }>('POST', '/hubs/Home/rules', body)
      .catch(() => undefined)
    if (!made) continue
    if (paused) await world.owner('PUT', `/rules/${made.id}`, { paused })
    rules.push({ ...rule, id: made.id, keys: null })
  }
  const permissions = operations('pro-2023').flatMap(({ requirement }) =>
    requirement.class === 'permission' ? [requirement.permission] : [],
  )
  const restrictions = randomRestrictions(random, state)
  const wanted = {
    hub: 'Home',
    name: 'Panel',
    permissions: [...new Set([...permissions, 'zone:move', 'security-device:control'])],
  }
  const { schedule, rates, askFirst } = restrictions ?? {}
  const input = {
    ...(schedule && { schedule: schedule.map(spanText) }),
    ...(rates && { rates: rates.map(rateText) }),
    ...(askFirst && { askFirst }),
  }
  const make = (more: object) =>
    world.owner<{ id: string; key: string }>('POST', '/keys', { ...wanted, ...more })
  const made = await make({ restrictions: input }).catch(() => undefined)
  const { id, key } = made ?? (await make({}))
  return { key, rules, restrictions: made ? restrictions : null, grant: { id, client: 'Panel' } }
}

function drawn(random: Random, state: State): OracleCall {
  for (;;) {
    const call = randomCall(random, state)
    if (!ASKED.test(call.operation) || LEFT_OUT.test(call.operation)) continue
    if (operationById('pro-2023', call.operation)) return call
  }
}

/** How many writes the hub was sent so far. */
function sentTo({ homey }: World): number {
  return homey.requests.filter(({ method }) => method !== 'GET').length
}

const CODES: readonly (readonly [error: string, verdict: string])[] = [
  ['forbidden_by_owner', 'deny'],
  ['outside_hours', 'deny'],
  ['too_many_requests', 'deny'],
  ['approval_pending', 'ask'],
  ['too_many_questions', 'ask'],
]

function saidIn(status: number, text: string): string {
  if (status !== 403 && status !== 429) return 'allow'
  const words: readonly (readonly [RegExp, string])[] = [
    [/the owner is being asked|are waiting for the owner/, 'ask'],
    [
      /a rule of this house|only at certain hours|the owner allows this key|the owner does not allow/,
      'deny',
    ],
  ]
  const byCode = CODES.find(([error]) => text.includes(`"${error}"`))?.[1]
  return byCode ?? words.find(([pattern]) => pattern.test(text))?.[1] ?? 'allow'
}
