// Measures what OAuth costs: codes redeemed, tokens refreshed and looked up in a second, and the hub path with a key,
// with an OAuth token, and with one that is bound to a key (DPoP). Client and gateway are one process, so the rates
// are lower than a gateway's own; what counts is the CPU time of each, and that key and token are alike.
//
//   node --conditions=latchkey-source scripts/bench-oauth.ts [seconds] [postgres://…]
import { readFileSync } from 'node:fs'
import { Agent, request as send } from 'node:http'
import { text } from 'node:stream/consumers'
import { Owner } from '../e2e/consenting.ts'
import { post, redeem, register, request } from '../e2e/oauth-client.ts'
import { Prover } from '../e2e/proving.ts'
import { openWorld, type World } from '../e2e/world.ts'

const seconds = Number(process.argv[2] ?? 5)
const databaseUrl = process.argv[3]
const CODES = 60
const READ = '/api/manager/logic/variable'
const agent = new Agent({ keepAlive: true })

/** An answer to its end. */
interface Answered {
  readonly status: number
  readonly body: string
}

function ask(
  world: World,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = send(`${world.url}${path}`, { method, agent, headers }, (answer) => {
      text(answer).then((told) => resolve({ status: answer.statusCode ?? 0, body: told }), reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function form(world: World, path: string, fields: Readonly<Record<string, string>>) {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const { status, body } = await ask(world, 'POST', path, type, String(new URLSearchParams(fields)))
  if (status !== 200) throw new Error(`${path}: ${status} ${body}`)
  return JSON.parse(body) as Readonly<Record<string, string>>
}

/** What some runs of the same came to. */
interface Figures {
  readonly perSecond: number
  /** CPU time of each, in milliseconds; of the gateway and of the client together. */
  readonly cpu: number
  /** How long the middle one took, in milliseconds. */
  readonly median: number
}

async function measured(lanes: number, run: (lane: number) => Promise<boolean>): Promise<Figures> {
  const took: number[] = []
  const cpuBefore = process.cpuUsage()
  const begun = performance.now()
  const lane = async (at: number) => {
    for (let more = true; more; ) {
      const from = performance.now()
      more = await run(at)
      took.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, at) => lane(at)))
  const { user, system } = process.cpuUsage(cpuBefore)
  took.sort((one, other) => one - other)
  return {
    perSecond: (took.length * 1_000) / (performance.now() - begun),
    cpu: (user + system) / 1_000 / took.length,
    median: took[Math.floor(took.length / 2)] ?? 0,
  }
}

/** Says yes as long as there is time. */
function untilOver(within = seconds): () => boolean {
  const end = performance.now() + within * 1_000
  return () => performance.now() < end
}

function print(what: string, { perSecond, cpu, median }: Figures): void {
  const figures = [`${perSecond.toFixed(0)}/s`, `${cpu.toFixed(2)} ms`, `${median.toFixed(2)} ms`]
  console.log(`${what.padEnd(34)}${figures.map((one) => one.padStart(12)).join('')}`)
}

/** A client with a secret, and a way to get codes for it. */
async function clientOf(world: World, ann: Owner) {
  const { body } = await register(world, { token_endpoint_auth_method: 'client_secret_post' })
  const known = {
    client_id: String(body['client_id']),
    client_secret: String(body['client_secret']),
  }
  const code = async () => {
    const { to, verifier } = request(world, known.client_id, 'variable:read')
    return { code: (await ann.consent(to)).searchParams.get('code') ?? '', verifier }
  }
  return { known, code }
}

await using world = await openWorld({ databaseUrl, introspection: true })
const ann = await Owner.of(world)
const { known, code } = await clientOf(world, ann)
const load = () => readFileSync('/proc/loadavg', 'utf8').trim()
console.log(`load at the beginning: ${load()}`)
console.log(
  `${''.padEnd(34)}${['rate', 'CPU each', 'median'].map((one) => one.padStart(12)).join('')}`,
)

const codes: Awaited<ReturnType<typeof code>>[] = []
while (codes.length < CODES) codes.push(await code())
const [first, ...others] = codes
let tokens = (await redeem(world, known.client_id, first?.code ?? '', first?.verifier ?? '', known))
  .body as Readonly<Record<string, string>>
const redeemed = await measured(4, async () => {
  const next = others.pop()
  if (!next) return false
  const more = { redirect_uri: 'https://app.example.org/back', grant_type: 'authorization_code' }
  const fields = { ...known, ...more, code: next.code, code_verifier: next.verifier }
  tokens = await form(world, '/token', fields)
  return others.length > 0
})
print('code redeemed', redeemed)

let over = untilOver()
const refreshed = await measured(1, async () => {
  const fields = { ...known, grant_type: 'refresh_token' }
  tokens = await form(world, '/token', { ...fields, refresh_token: tokens['refresh_token'] ?? '' })
  return over()
})
print('token refreshed (one after the other)', refreshed)

over = untilOver()
const looked = await measured(4, async () => {
  await form(world, '/token/introspect', { ...known, token: tokens['access_token'] ?? '' })
  return over()
})
print('token looked up', looked)

const prover = new Prover()
const bound = await code()
const dpop = prover.proof('POST', `${world.url}/token`)
const got = await post(
  world,
  '/token',
  {
    ...{ ...known, grant_type: 'authorization_code', code: bound.code },
    ...{ code_verifier: bound.verifier, redirect_uri: 'https://app.example.org/back' },
  },
  { dpop },
)
const boundToken = String(got.body['access_token'])
const url = `${world.url}${READ}`
const shown: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  'hub path with a key': ((key) => () => ({ authorization: `Bearer ${key}` }))(
    await world.key('variable:read'),
  ),
  'hub path with an OAuth token': () => ({ authorization: `Bearer ${tokens['access_token']}` }),
  'hub path with a bound token (DPoP)': () => ({
    authorization: `DPoP ${boundToken}`,
    dpop: prover.proof('GET', url, boundToken),
  }),
}

/** Blocks of each in turn, so that what else the machine does meets all alike. */
const BLOCKS = 10
const PER_BLOCK = 300
const sums = new Map<string, Figures[]>()
for (let block = 0; block < BLOCKS; block++) {
  for (const [what, headersOf] of Object.entries(shown)) {
    // Proofs are made before: they are the client's.
    const ready = Array.from({ length: PER_BLOCK }, headersOf)
    const figures = await measured(1, async () => {
      const headers = ready.pop()
      if (!headers) return false
      const { status, body } = await ask(world, 'GET', READ, headers)
      if (status !== 200) throw new Error(`${what}: ${status} ${body}`)
      return ready.length > 0
    })
    // The first block warms up.
    if (block > 0) sums.set(what, [...(sums.get(what) ?? []), figures])
  }
}
const middle = (all: readonly number[]): number =>
  all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0
for (const [what, all] of sums) {
  const of = (name: keyof Figures) => middle(all.map((one) => one[name]))
  print(what, { perSecond: of('perSecond'), cpu: of('cpu'), median: of('median') })
}
console.log(`load at the end: ${load()}`)
agent.destroy()
