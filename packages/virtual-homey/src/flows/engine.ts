// What makes the flows of a hub run: it hears everything that happens there and every minute that
// passes, and starts the flows whose triggers fit. The same state and clock run the same way.
import type { JsonRecord } from '../json.ts'
import type { Cause, HubEvent } from '../state/events.ts'
import { all, change, type Hub, recordEffect } from '../state/hub.ts'
import type { AdvancedFlow, Flow } from '../state/items.ts'
import { CanvasRun, type CanvasTokens } from './advanced-flow.ts'
import { cardById } from './catalogue.ts'
import { FlowRun, RUN_LIMIT } from './flow-run.ts'
import type { HubClock } from './hub-clock.ts'
import { localTime } from './local-time.ts'
import { runStandardFlow } from './standard-flow.ts'
import { firingsAt, rings, ringsOnce } from './time-triggers.ts'
import { type Firing, firingsOf } from './triggers.ts'

const MINUTE = 60_000
const MANUAL_START = 'homey:manager:flow:programmatic_trigger'

/** Why a flow runs: by hand, or by cards of its own that fired. */
interface Beginning {
  readonly flow: Flow | AdvancedFlow
  readonly by: string
  readonly tokens: Readonly<JsonRecord>
  /** The cards on the canvas of an advanced flow where it begins. */
  readonly keys: readonly string[]
}

/** Runs the flows of a hub until it is stopped. */
export class FlowEngine {
  readonly #hub: Hub
  readonly #clock: HubClock
  readonly #stop: () => void
  #callOff: () => void

  constructor(hub: Hub, clock: HubClock) {
    this.#hub = hub
    this.#clock = clock
    this.#stop = hub.events.listen((event, cause) => this.#hear(event, cause))
    this.#callOff = this.#waitForMinute()
  }

  stop(): void {
    this.#stop()
    this.#callOff()
  }

  #hear(event: HubEvent, cause: Cause | undefined): void {
    if (event.type !== 'start') {
      this.#fire(firingsOf(this.#hub, event), cause)
      return
    }
    const { flow, tokens } = event
    const keys = 'cards' in flow ? startsOf(flow) : []
    this.#begin({ flow, by: 'start', tokens, keys }, cause)
  }

  #waitForMinute(): () => void {
    const next = (Math.floor(this.#clock.now().getTime() / MINUTE) + 1) * MINUTE
    return this.#clock.at(next, () => {
      this.#callOff = this.#waitForMinute()
      this.#minute(new Date(next))
    })
  }

  #minute(moment: Date): void {
    const hub = this.#hub
    this.#fire(firingsAt(hub, moment), undefined)
    const local = localTime(moment, hub.state.system.timezone)
    for (const alarm of all(hub, 'alarms')) {
      if (!rings(alarm, local)) continue
      recordEffect(hub, 'alarm-rang', { alarmId: alarm.id })
      if (ringsOnce(alarm)) change(hub, 'alarms', alarm.id, { enabled: false })
    }
  }

  #fire(firings: readonly Firing[], cause: Cause | undefined): void {
    if (firings.length === 0) return
    // What starts at one moment is decided before any of it runs.
    const beginnings = firings.flatMap((firing) => this.#beginningsOf(firing))
    for (const beginning of beginnings) this.#begin(beginning, cause)
  }

  #beginningsOf({ cardId, tokens, fits = () => true }: Firing): Beginning[] {
    const hub = this.#hub
    const fires = (use: Readonly<JsonRecord>) =>
      use['id'] === cardId && fits(argsOf(use)) && cardById(hub, 'trigger', cardId) !== undefined
    const standard = all(hub, 'flows')
      .filter((flow) => flow.enabled && fires(flow.trigger))
      .map((flow) => ({ flow, by: cardId, tokens, keys: [] }))
    const advanced = all(hub, 'advancedFlows').flatMap((flow) => {
      if (!flow.enabled) return []
      const keys = Object.entries(flow.cards)
        .filter(([, card]) => card.type === 'trigger' && fires(card))
        .map(([key]) => key)
      return keys.length === 0 ? [] : [{ flow, by: cardId, tokens, keys }]
    })
    return [...standard, ...advanced]
  }

  #begin({ flow, by, tokens, keys }: Beginning, before: Cause | undefined): void {
    const hub = this.#hub
    const cause = before ?? { budget: { left: RUN_LIMIT } }
    cause.budget.left--
    if (cause.budget.left < 0) {
      if (cause.budget.left === -1)
        recordEffect(hub, 'run-limit', { flowId: flow.id, runs: RUN_LIMIT })
      return
    }
    recordEffect(hub, 'flow-started', { flowId: flow.id, name: flow.name, by })
    const canvas: CanvasTokens = new Map()
    const local = (name: string) =>
      canvas.has(name) ? canvas.get(name) : Object.hasOwn(tokens, name) ? tokens[name] : undefined
    const run = new FlowRun({ hub, cause, local, clock: this.#clock, flowId: flow.id })
    hub.events.within(cause, () => {
      if (!('cards' in flow)) {
        runStandardFlow(run, flow)
        return
      }
      const across = new CanvasRun(run, flow, canvas)
      for (const key of keys) across.begin(key, tokens)
    })
  }
}

function startsOf(flow: AdvancedFlow): string[] {
  return Object.entries(flow.cards)
    .filter(([, { type, id }]) => type === 'start' || (type === 'trigger' && id === MANUAL_START))
    .map(([key]) => key)
}

function argsOf(use: Readonly<JsonRecord>): Readonly<JsonRecord> {
  const { args } = use
  return typeof args === 'object' && args !== null ? { ...args } : {}
}
