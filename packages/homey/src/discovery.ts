// At which of its addresses a hub is talked to. All that are known are asked at once who answers there,
// without any token; the rule of the official client chooses (reference 2.1), and the choice is data.
import { Client } from 'undici'
import { type HubAddress, parseHubAddress } from './address.ts'
import { HubError } from './hub-error.ts'
import { pingPath, readIdentity } from './identity.ts'
import type { Resolve } from './lookup.ts'
import { Pin } from './pin.ts'
import { readBody } from './reading.ts'

/** The ways to a hub. `entered` is what the owner typed. */
export const WAYS = ['entered', 'local-secure', 'local', 'forwarded', 'mdns', 'cloud'] as const

/** A way to a hub. */
export type Way = (typeof WAYS)[number]

/** The addresses that are known of a hub. */
export type KnownAddresses = Readonly<Partial<Record<Way, string>>>

/** What became of one address. */
export interface Tried {
  readonly way: Way
  readonly address: string
  /** `answered`, or why not: an error code. */
  readonly outcome: string
}

/** The address that is used, and why that one. */
export interface AddressChoice {
  readonly way: Way
  readonly address: HubAddress
  readonly because: string
  readonly tried: readonly Tried[]
  /** The IP address at which it answered, if it was looked for. */
  readonly ip?: string | undefined
}

/** Longest wait for an answer to a ping, in milliseconds (reference 2.1). */
export const PING_TIMEOUTS: Readonly<Record<Way, number>> = {
  entered: 5_000,
  'local-secure': 1_200,
  local: 1_000,
  mdns: 3_000,
  cloud: 5_000,
  forwarded: 2_000,
}

/** Longest answer to a ping that is read, in bytes. */
const LONGEST_PONG = 64 * 1024

const NAMES: Readonly<Record<Way, string>> = {
  entered: 'the address that you entered',
  'local-secure': 'the encrypted address at home',
  local: 'the address at home',
  mdns: 'its name on the network at home',
  cloud: "Athom's relay",
  forwarded: 'the forwarded port',
}

/** What a hub is looked for by. */
export interface Sought {
  /** The hub's id: whoever else answers is not it. */
  readonly id: string
  readonly addresses: KnownAddresses
  /** Instead of the usual waits; for tests. */
  readonly timeouts?: Readonly<Record<Way, number>>
  /** Instead of this machine's DNS; for tests. */
  readonly resolve?: Resolve | undefined
}

/**
 * Finds a hub.
 * @throws HubError `hub_offline` if it answers nowhere, `hub_is_another` if others do instead.
 */
export async function discover(sought: Sought, signal?: AbortSignal): Promise<AddressChoice> {
  const ways = WAYS.filter((way) => sought.addresses[way] !== undefined)
  const lost = new AbortController()
  const end = signal ? AbortSignal.any([lost.signal, signal]) : lost.signal
  const tried: Tried[] = []
  const pings = new Map(
    ways.map((way) => {
      const asked = ping(way, sought, end).then((outcome) => {
        const address = sought.addresses[way] ?? ''
        tried.push({ way, address, outcome: outcome.error?.code ?? 'answered' })
        return outcome
      })
      return [way, asked] as const
    }),
  )
  try {
    for (const group of rounds(ways)) {
      const first = await firstGood(group, pings)
      if (!first) continue
      const { way, address, ip } = first
      return { way, address, ip, because: reason(way, ways, tried), tried: [...tried] }
    }
  } finally {
    lost.abort()
  }
  throw nowhere(tried)
}

// One by one: what the owner entered, then the encrypted address; then whoever is first of the others,
// except that the relay is the last resort where there is an address at home (reference 2.1).
function rounds(ways: readonly Way[]): readonly (readonly Way[])[] {
  const alone = ways.filter((way) => way === 'entered' || way === 'local-secure')
  const others = ways.filter((way) => way !== 'entered' && way !== 'local-secure')
  if (ways.includes('local-secure')) return [...alone.map((way) => [way]), others]
  const near = (['local', 'mdns', 'forwarded'] as const).find((way) => others.includes(way))
  const chosen = others.filter((way) => way === near || way === 'cloud')
  const rest = others.filter((way) => !chosen.includes(way))
  return [...alone, ...chosen, ...rest].map((way) => [way])
}

interface Answered {
  readonly way: Way
  readonly address: HubAddress
  readonly ip: string | undefined
}

type Outcome =
  | (Answered & { readonly error?: undefined })
  | { readonly way: Way; readonly error: HubError }

async function ping(
  way: Way,
  { id, addresses, timeouts = PING_TIMEOUTS, resolve }: Sought,
  end: AbortSignal,
): Promise<Outcome> {
  try {
    const address = parseHubAddress(addresses[way] ?? '')
    const signal = AbortSignal.any([AbortSignal.timeout(timeouts[way]), end])
    const pin = new Pin(address, { resolve, signal })
    await pingAt(pin, id, signal)
    return { way, address, ip: pin.ip }
  } catch (error) {
    if (error instanceof HubError) return { way, error }
    return { way, error: new HubError('hub_offline', 'The Homey does not answer there.') }
  }
}

async function pingAt(pin: Pin, id: string, signal: AbortSignal): Promise<void> {
  const client = new Client(pin.address, { connect: pin.connector(), allowH2: false })
  try {
    const headers = { 'x-homey-id': id }
    const answer = await client.request({ method: 'GET', path: pingPath(id), headers, signal })
    const body = await readBody('discovery', answer.body, false, LONGEST_PONG)
    readIdentity(answer.headers, answer.statusCode, body.toString('utf8'), id)
  } finally {
    void client.destroy()
  }
}

async function firstGood(
  group: readonly Way[],
  pings: ReadonlyMap<Way, Promise<Outcome>>,
): Promise<Answered | undefined> {
  const good = group.map(async (way) => {
    const outcome = await pings.get(way)
    if (!outcome || outcome.error) throw outcome?.error ?? new Error(way)
    return outcome
  })
  return Promise.any(good).catch(() => undefined)
}

function reason(way: Way, ways: readonly Way[], tried: readonly Tried[]): string {
  const failed = tried.filter((one) => one.outcome !== 'answered')
  const without = failed.map((one) => `${NAMES[one.way]} did not answer`)
  const only = ways.length === 1 ? ', the only one that is known' : ''
  return [`it answers at ${NAMES[way]}${only}`, ...without].join('; ')
}

function nowhere(tried: readonly Tried[]): HubError {
  const another = tried.some((one) => one.outcome === 'hub_is_another')
  const where = tried.map((one) => `${NAMES[one.way]} (${one.address})`).join(', ')
  if (another) {
    return new HubError(
      'hub_is_another',
      `The Homey was not found: another one answers. Asked: ${where}.`,
    )
  }
  const asked = where === '' ? 'No address of it is known.' : `Asked: ${where}.`
  return new HubError('hub_offline', `The Homey answers nowhere. ${asked}`)
}
