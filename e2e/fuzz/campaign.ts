// A campaign of raw bytes against a real gateway process: what reaches the hub is held against the
// oracle, and somebody else reads all the time.
import { request } from 'node:http'
import { join } from 'node:path'
import { match } from '@latchkey/catalogue'
import { type KeyedVirtualHomey, startVirtualHomey } from '@latchkey/virtual-homey'
import { mayCall } from '../oracle/may-call.ts'
import { type Random, randomFrom } from '../oracle/random.ts'
import {
  isObject,
  type Json,
  type JsonObject,
  type OracleGrant,
  PATHS,
  type State,
} from '../oracle/state.ts'
import { running } from '../terminal.ts'
import { send, temporaryDirectory } from '../world.ts'
import { hello, randomFrame, text } from './frames.ts'
import { randomRequest } from './requests.ts'
import { RequestThrower, type Step, throwFrames } from './throw.ts'

/** What a campaign came to. */
export interface Campaign {
  readonly requests: number
  readonly frames: number
  readonly connections: number
  /** Answers over HTTP, and acknowledgements over the socket: what was read and judged one by one. */
  readonly answers: number
  readonly acknowledgements: number
  /** What reached the hub and was held against the oracle. */
  readonly reached: number
  /** What reached the hub although the oracle refuses it. */
  readonly refused: readonly string[]
  readonly control: { readonly reads: number; readonly failures: number; readonly slowest: number }
  /** What the gateway said that it should not have had to. */
  readonly said: readonly string[]
  readonly alive: boolean
}

const PERMISSIONS = [
  ...['device:read', 'device:control', 'device:update', 'zone:read', 'zone:update', 'flow:read'],
  ...[
    'flow:create',
    'flow:update',
    'advanced-flow:read',
    'advanced-flow:update',
    'mood:read',
    'mood:set',
  ],
  ...[
    'variable:read',
    'variable:update',
    'flow-card:read',
    'flow-card:run',
    'insights:read',
    'dashboard:read',
    'presence:read',
  ],
]
const KEYS = 4
const REQUEST_THROWERS = 16
/** Fewer than the keys may have sockets. */
const FRAME_THROWERS = 8
const PER_CONNECTION = 200
const HOSTILE = 10

async function stateOf(homey: KeyedVirtualHomey): Promise<State> {
  const lists: Record<string, JsonObject[]> = {}
  for (const [list, path] of Object.entries(PATHS)) {
    const reply = await send(homey.address, 'GET', `/api/manager/${path}`, { key: homey.key })
    lists[list] = Object.values(reply.json<Record<string, JsonObject>>())
  }
  return lists as unknown as State
}

/** Asks the owner API at the control socket of a gateway process. */
function owner<T>(data: string, path: string, body: object): Promise<T> {
  return new Promise((done, fail) => {
    const where = { socketPath: join(data, 'control.sock'), method: 'POST', path }
    const sent = request(
      { ...where, headers: { 'content-type': 'application/json' } },
      async (answer) => {
        let said = ''
        for await (const piece of answer) said += String(piece)
        if (answer.statusCode === 200) done(JSON.parse(said) as T)
        else fail(new Error(`${path}: ${answer.statusCode} ${said}`))
      },
    )
    sent.on('error', fail)
    sent.end(JSON.stringify(body))
  })
}

/** What reached the hub, and the oracle refuses. The gateway's own reads are of lists, which pass. */
function watch(homey: KeyedVirtualHomey, grant: OracleGrant, state: State) {
  let reached = 0
  let last = homey.requests.at(-1)
  const refused: string[] = []
  const look = () => {
    // The hub forgets what is long ago.
    const from = last ? homey.requests.lastIndexOf(last) + 1 : 0
    for (const { method, path, body } of homey.requests.slice(from)) {
      const verdict = verdictOf(grant, state, method, path, body)
      reached += 1
      if (verdict !== 'pass') refused.push(`${method} ${path} ${body}: ${verdict}`)
    }
    last = homey.requests.at(-1)
  }
  return { look, refused, reached: () => reached }
}

function verdictOf(
  grant: OracleGrant,
  state: State,
  method: string,
  target: string,
  body: string,
): string {
  const [path = '', search = ''] = target.split('?')
  if (path.startsWith('/socket.io/')) return 'pass'
  const matched = match('pro-2023', method, path)
  if (!matched.matched) return `unmatched (${matched.reason})`
  const { operation, ids } = matched
  if (operation.requirement.class !== 'permission') return method === 'GET' ? 'pass' : 'withheld'
  const sent: Json | undefined = body === '' ? undefined : (JSON.parse(body) as Json)
  const query = Object.fromEntries(new URLSearchParams(search))
  const own = method === 'GET' && Object.values(PATHS).some((one) => path === `/api/manager/${one}`)
  const { permission } = operation.requirement
  // Which settings are secrets is for the gateway to know, not for the client.
  if (operation.id === 'devices.getDeviceSettingsObj') return 'pass'
  // What was made since is looked at by the gateway: no client here knows its id.
  const isNew =
    method === 'GET' && ids['id'] !== undefined && !JSON.stringify(state).includes(ids['id'])
  if (isNew && /^flow\.get(Advanced)?Flow$/.test(operation.id)) return 'pass'
  if (!own && !grant.permissions.includes(permission)) return `${permission} is missing`
  return mayCall(grant, state, { operation: operation.id, ids, query, body: sent })
}

/** A client that has nothing to do with it and reads all the time. */
function control(url: string, key: string) {
  const report = { reads: 0, failures: 0, slowest: 0 }
  let open = true
  const work = (async () => {
    while (open) {
      const begun = performance.now()
      const reply = await send(url, 'GET', '/api/manager/zones/zone', { key }).catch(
        () => undefined,
      )
      report.reads += 1
      if (reply?.status !== 200 || !isObject(reply.json())) report.failures += 1
      report.slowest = Math.max(report.slowest, performance.now() - begun)
      await new Promise((done) => setTimeout(done, 20))
    }
  })()
  const stop = () => {
    open = false
    return work
  }
  return { report, stop }
}

function socketSteps(random: Random, state: State, keys: readonly string[]): Step[] {
  const version = random.chance(0.5) ? 3 : 4
  const upgrade = [
    `GET /socket.io/?EIO=${version}&transport=websocket HTTP/1.1`,
    ...[
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
    ],
    ...['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''],
  ].join('\r\n')
  // What is well formed goes first, and is answered: what is not ends the connection.
  const some = (count: number, hostile: boolean) =>
    Buffer.concat(Array.from({ length: count }, () => randomFrame(random, state, hostile)))
  const last = '{"uri":"homey:manager:zones","operation":"getZones","args":{}}'
  return [
    { bytes: Buffer.from(upgrade, 'latin1'), until: '"sid"' },
    ...(version === 4 ? [{ bytes: text('40'), until: '40{' }] : []),
    { bytes: hello(random.pick(keys)), until: '430[' },
    { bytes: text('40/api,'), until: '40/api' },
    {
      bytes: Buffer.concat([
        some(PER_CONNECTION - HOSTILE, false),
        text(`42/api,999["api",${last}]`),
      ]),
      until: '43/api,999',
    },
    { bytes: some(HOSTILE, true) },
  ]
}

/** Runs a campaign of so many cases, at least a twentieth requests, for so many seconds at most. */
export async function campaign(
  cases: number,
  seed: number,
  seconds = Number.POSITIVE_INFINITY,
): Promise<Campaign> {
  await using stack = new AsyncDisposableStack()
  const data = join(stack.use(temporaryDirectory()).path, 'data')
  const homey = stack.use(await startVirtualHomey({ home: 'apartment', generation: 'pro-2023' }))
  const gateway = stack.use(
    await running<{ url: string }>(['start', '--data', data, '--port', '0', '--json']),
  )
  const { url } = gateway.ready
  await owner(data, '/hubs', { name: 'Home', address: homey.address, key: homey.key })
  const state = await stateOf(homey)
  const zone = state.zones.find((one) => one['parent'] !== null)
  const limits = { zones: [String(zone?.['id'])] }
  const grant: OracleGrant = { limits, created: [], permissions: PERMISSIONS }
  const wanted = { hub: 'Home', permissions: PERMISSIONS, limits }
  const keys: string[] = []
  for (let at = 0; at < KEYS; at++) {
    keys.push((await owner<{ key: string }>(data, '/keys', { ...wanted, name: `Fuzz ${at}` })).key)
  }
  const other = { hub: 'Home', name: 'Other', permissions: ['zone:read'] }
  const calm = control(url, (await owner<{ key: string }>(data, '/keys', other)).key)
  // Everything below reads of the hub what the model needs; from here on all is the clients'.
  const watching = watch(homey, grant, state)
  const counts = { requests: 0, frames: 0, connections: 0, answers: 0, acknowledgements: 0 }
  const end = performance.now() + 1000 * seconds
  // Frames are thrown many at once and requests one by one: some of both are wanted.
  const isEnough = () =>
    (counts.requests >= cases / 20 && counts.requests + counts.frames >= cases) ||
    performance.now() > end
  const throwers = Array.from({ length: REQUEST_THROWERS + FRAME_THROWERS }, async (_, at) => {
    const random = randomFrom(seed * 1000 + at)
    using thrower = new RequestThrower(url)
    while (!isEnough()) {
      if (at < REQUEST_THROWERS) {
        const { bytes, hostile } = randomRequest(random, state, keys)
        await thrower.throw(Buffer.from(bytes, 'latin1'), hostile)
        counts.requests += 1
      } else {
        // Not `+= await`: that would add to what was there before the wait.
        const acknowledged = await throwFrames(url, socketSteps(random, state, keys))
        counts.acknowledgements += acknowledged
        counts.frames += PER_CONNECTION
        counts.connections += 1
      }
      if (random.chance(0.02)) watching.look()
    }
    counts.answers += thrower.answers
    counts.connections += thrower.connections
  })
  await Promise.all(throwers)
  await calm.stop()
  watching.look()
  const last = await send(url, 'GET', '/api/manager/zones/zone', { key: keys[0] ?? '' })
  const bad = /unhandled|uncaught|TypeError|RangeError|ReferenceError|ERR_/i
  return {
    ...counts,
    reached: watching.reached(),
    refused: watching.refused,
    control: calm.report,
    said: gateway
      .log()
      .split('\n')
      .filter((line) => bad.test(line)),
    alive: last.status === 200,
  }
}
