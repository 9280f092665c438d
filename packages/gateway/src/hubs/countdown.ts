// Says in good time that a login will end which Latchkey cannot renew: two hours before, a quarter of an
// hour before, and when it has ended. Each is said once for each login.
import { HomeyCliCredential, type Nearness, nearness, timeLeft } from '@latchkey/homey'
import type { ConnectedHub } from './hubs.ts'

/** How long a hub's credential lasts. */
export interface Countdown {
  readonly expiresAt: number | undefined
  readonly nearness: Nearness
  /** What to say of it; undefined if there is nothing to say. */
  readonly warning: string | undefined
}

/** Looks at a hub's credential; contacts nobody. */
export async function countdownOf(
  { hub, connection: { credential } }: ConnectedHub,
  now: number,
): Promise<Countdown> {
  if (credential instanceof HomeyCliCredential) await credential.look()
  const { expiresAt } = credential
  const near = nearness(expiresAt, now)
  if (near === 'far' || expiresAt === undefined)
    return { expiresAt, nearness: near, warning: undefined }
  const when = near === 'over' ? 'has ended' : `ends in ${timeLeft(expiresAt, now)}`
  const warning = `${hub.name}: ${credential.describe()} ${when}. Run: homey login`
  return { expiresAt, nearness: near, warning }
}

/** Remembers what was said already. */
export class Warnings {
  readonly #said = new Map<string, string>()

  /** The warning, unless it was given before for this login. */
  fresh(hubId: string, { nearness: near, expiresAt, warning }: Countdown): string | undefined {
    const state = `${near} ${expiresAt}`
    if (this.#said.get(hubId) === state) return undefined
    this.#said.set(hubId, state)
    return warning
  }
}
