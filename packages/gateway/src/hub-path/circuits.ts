// The circuit of each hub, and what of a hub's failures counts for it.
import { type HubConnection, HubError, type HubErrorCode } from '@latchkey/homey'
import { Circuit } from './circuit.ts'

/** That nobody was there, or nobody answered. */
const FAILED: ReadonlySet<HubErrorCode> = new Set(['hub_offline', 'hub_timeout'])
/** That the hub was not asked at all. */
const UNTOLD: ReadonlySet<HubErrorCode> = new Set([
  ...(['hub_busy', 'hub_address_invalid', 'hub_credential_lapsed'] as const),
  ...(['account_refused', 'account_offline'] as const),
])

/** The circuits, by connection: a hub that was added anew begins anew. */
export class Circuits {
  readonly #now: () => number
  readonly #byHub = new Map<string, { readonly of: HubConnection; readonly circuit: Circuit }>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** How many hubs are held back at present. */
  get open(): number {
    return [...this.#byHub.values()].filter(({ circuit }) => circuit.isOpen).length
  }

  /**
   * Asks a hub, unless its circuit is open.
   * @throws HubError `hub_offline` with the time to wait; whatever `ask` throws
   */
  async through<T>(hubId: string, connection: HubConnection, ask: () => Promise<T>): Promise<T> {
    const circuit = this.#circuitOf(hubId, connection)
    const { wait } = circuit.pass()
    if (wait !== undefined) {
      throw new HubError('hub_offline', 'the Homey did not answer several times in a row.', {
        retryAfter: Math.ceil(wait / 1_000),
      })
    }
    try {
      const answer = await ask()
      circuit.succeeded()
      return answer
    } catch (error) {
      const code = error instanceof HubError ? error.code : undefined
      if (code === undefined || UNTOLD.has(code)) circuit.left()
      else if (FAILED.has(code)) circuit.failed()
      else circuit.succeeded()
      throw error
    }
  }

  #circuitOf(hubId: string, connection: HubConnection): Circuit {
    const known = this.#byHub.get(hubId)
    if (known?.of === connection) return known.circuit
    const circuit = new Circuit(this.#now)
    this.#byHub.set(hubId, { of: connection, circuit })
    return circuit
  }
}
