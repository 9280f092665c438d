// Worlds in which the owner wants to be asked: what is asked about, questions as the owner API tells of them,
// and their answers.
import { request } from 'node:http'
import type { ApprovalView, Effect, Oversight } from '@latchkey/gateway'
import type { AnyWorld } from './limited.ts'
import { openWorld, type World, type WorldOptions } from './world.ts'

/** What becomes of an operation, which a test may change at any time. */
export class Wishes implements Oversight {
  readonly effects = new Map<string, Effect>()
  /** How many calls may still be sent. */
  left = Number.POSITIVE_INFINITY

  constructor(...operations: readonly string[]) {
    for (const one of operations) this.ask(one)
  }

  ask(operation: string, from: 'restriction' | 'house-rule' = 'restriction'): void {
    this.effects.set(operation, { effect: 'ask', because: 'You want to be asked first.', from })
  }

  judge: Oversight['judge'] = ({ call }) =>
    this.effects.get(call.operation.id) ?? { effect: 'allow' }

  take: Oversight['take'] = () => {
    if (this.left <= 0) return false
    this.left--
    return true
  }
}

/** What tests ask about. */
export const SET = 'devices.setCapabilityValue'

/** A world in which the owner is asked about the control of devices, or whatever `wishes` say. */
export function openAskingWorld(
  wishes: Oversight = new Wishes(SET),
  options: WorldOptions & { readonly generation?: 'pro-2023' } = {},
): Promise<World> {
  return openWorld({ ...options, oversight: wishes })
}

/** The questions that wait, the newest first. */
export const questions = (world: Pick<World, 'owner'>) =>
  world.owner<readonly ApprovalView[]>('GET', '/approvals?state=open')

/** Waits until so many questions wait. */
export async function asked(
  world: Pick<World, 'owner'>,
  count = 1,
): Promise<readonly ApprovalView[]> {
  while (true) {
    const all = await questions(world)
    if (all.length >= count) return all
    await new Promise((done) => setTimeout(done, 5))
  }
}

/** Answers a question. */
export const answer = (world: Pick<World, 'owner'>, id: string, word: string) =>
  world.owner<ApprovalView>('POST', `/approvals/${id}/answer`, { answer: word })

/** The id of a lamp of the hub. */
export function lampOf({ homey }: World): string {
  const lamp = Object.values(homey.state.devices).find(({ name }) => name === 'Ceiling light')
  if (!lamp) throw new Error('the hub has no lamp')
  return lamp.id
}

/** The path that sets a capability. */
export const capabilityPath = (device: string, capability = 'onoff') =>
  `/api/manager/devices/device/${device}/capability/${capability}`

/** How often the hub was asked to set a capability. */
export const executions = ({ homey }: World): number =>
  homey.requests.filter(({ method, path }) => method === 'PUT' && path.includes('/capability/'))
    .length

/** Sends a request and goes away when it is being asked about; gives back the question when that was noticed. */
export async function knock(
  world: AnyWorld,
  key: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<ApprovalView> {
  const before = new Set((await questions(world)).map(({ id }) => id))
  const { load } = world.installation
  const inHand = load.requests
  const { hostname, port } = new URL(world.url)
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const sent = request({ hostname, port, method, path, headers, agent: false })
  sent.on('error', () => {})
  sent.end(body === undefined ? undefined : JSON.stringify(body))
  while (true) {
    const found = (await questions(world)).find(({ id }) => !before.has(id))
    if (found) sent.destroy()
    if (found && load.requests <= inHand) return found
    await new Promise((done) => setTimeout(done, 5))
  }
}

/** A clock that a test moves. */
export class Clock {
  #now = Date.now()
  readonly now = (): number => this.#now

  pass(milliseconds: number): void {
    this.#now += milliseconds
  }
}

export const MINUTE = 60_000
