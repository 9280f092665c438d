// What a limited client is told (docs/decisions/0009, "Events"): of what it covers, cut as an answer is,
// held against what a client without limits is told of the same changes.
import { isDeepStrictEqual } from 'node:util'
import { operations } from '@latchkey/catalogue'
import { call, type hear, openApi, ask as request, until } from '../realtime-clients.ts'
import { openWorld, type World } from '../world.ts'
import { randomLimits } from './grants.ts'
import { stateOf } from './over-http.ts'
import { randomFrom } from './random.ts'
import { isObject, type JsonObject, type OracleGrant, type State } from './state.ts'
import { visible } from './visible.ts'

const URIS = ['flow', 'zones', 'devices', 'logic', 'moods', 'dashboards'] as const

/** The list that an event's object would stand in. */
const LISTED: Readonly<Record<string, string>> = {
  ...{ flow: 'flow.getFlows', advancedflow: 'flow.getAdvancedFlows', zone: 'zones.getZones' },
  ...{ flowfolder: 'flow.getFlowFolders', device: 'devices.getDevices' },
  ...{
    variable: 'logic.getVariables',
    mood: 'moods.getMoods',
    dashboard: 'dashboards.getDashboards',
  },
}

/** What is left of an event for a grant; undefined where it is not told of it. */
export function told(grant: OracleGrant, state: State, name: string, data: JsonObject) {
  const [kind = '', what] = name.split('.')
  const list = LISTED[kind]
  const id = String(data['id'])
  if (!list || (what !== 'update' && what !== 'create')) return undefined
  return visible(grant, state, list, { [id]: data })[id]
}

/** Compares what so many random grants are told of a change to everything in a home. */
export async function compareEvents(seed: number, grants: number) {
  await using world = (await openWorld()) as World
  const all = operations('pro-2023').flatMap(({ requirement }) =>
    requirement.class === 'permission' ? [requirement.permission] : [],
  )
  const permissions = [...new Set(all)]
  const whole = await world.key(...permissions, 'presence:read')
  const result = { events: 0, told: 0, differences: [] as string[] }
  for (let at = 0; at < grants; at++) {
    const state = await stateOf(world, whole)
    const limits = randomLimits(randomFrom(seed * 31 + at), state)
    const wanted = { hub: 'Home', name: `Told ${at}`, permissions, limits }
    const made = await world.owner<{ key: string }>('POST', '/keys', wanted).catch(() => undefined)
    if (!made) continue
    const grant: OracleGrant = { limits, created: [], permissions }
    using full = await openApi(world.url, whole)
    using limited = await openApi(world.url, made.key)
    const heard = await Promise.all([full, limited].map(({ api }) => subscribed(api)))
    await changeEverything(world, whole, state, `N${at}`)
    // Both have what was told before an answer that was asked for later.
    await until(() => (heard[0]?.length ?? 0) >= state.zones.length + state.variables.length)
    for (const { api } of [full, limited]) await call(api, 'zones', 'getZones')
    const after = await stateOf(world, whole)
    const [everything = [], less = []] = heard
    const expected = () =>
      everything.flatMap(([name, data]) => {
        const left = isObject(data) ? told(grant, after, name, data) : undefined
        return left ? [[name, left]] : []
      })
    result.events += everything.length
    result.told += less.length
    const agrees = () => isDeepStrictEqual(sorted(expected()), sorted(less))
    if (agrees()) continue
    result.differences.push(
      JSON.stringify({ limits, oracle: names(expected()), said: names(less) }),
    )
  }
  return result
}

const sorted = (events: readonly unknown[]): string[] =>
  events.map((one) => JSON.stringify(one)).sort()

const names = (events: readonly (readonly unknown[])[]): string[] =>
  events.map(([name, data]) => `${name} ${isObject(data) ? data['id'] : ''}`)

async function subscribed(api: Parameters<typeof hear>[0]): Promise<[string, unknown][]> {
  const heard: [string, unknown][] = []
  for (const manager of URIS) {
    const uri = `homey:manager:${manager}`
    api.on(uri, (name, data) => void heard.push([String(name), data]))
    await request(api, 'subscribe', uri)
  }
  return heard
}

const CHANGES = [
  ...([
    ['zones', 'zones/zone'],
    ['variables', 'logic/variable'],
    ['flows', 'flow/flow'],
  ] as const),
  ...([
    ['advancedFlows', 'flow/advancedflow'],
    ['folders', 'flow/flowfolder'],
  ] as const),
  ...([
    ['moods', 'moods/mood'],
    ['dashboards', 'dashboards/dashboard'],
  ] as const),
  ...([['devices', 'devices/device']] as const),
] as const

async function changeEverything(world: World, key: string, state: State, name: string) {
  for (const [list, path] of CHANGES) {
    for (const { id } of state[list]) {
      await world.send('PUT', `/api/manager/${path}/${id}`, { key, body: { name } })
    }
  }
}
