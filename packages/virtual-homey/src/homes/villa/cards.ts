// More words for the flows of the villa: cards of zones, apps and scripts, and the places where a
// flow can name something else.
import type { AdvancedFlow, CardUse, Device, Flow, Zone } from '../../state/items.ts'
import { card } from '../cards.ts'

type Args = Readonly<Record<string, unknown>>
type Named = { readonly id: string; readonly name: string | null }

/** A card of a zone. No public material shows the ids of these; they are chosen here. */
export function ofZone(zone: Zone, name: string, args: Args = {}): CardUse {
  return card(`homey:zone:${zone.id}:${name}`, args)
}

/** A card of an app. */
export function ofApp(app: string, name: string, args: Args = {}): CardUse {
  return card(`homey:app:${app}:${name}`, args)
}

/** Runs a script that was picked from the list. */
export function runScript({ id, name }: Named, argument?: string): CardUse {
  const script = { id, name }
  return argument === undefined
    ? ofApp('com.athom.homeyscript', 'run', { script })
    : ofApp('com.athom.homeyscript', 'runWithArg', { script, argument })
}

/** Runs code that is written on the card itself. */
export function runCode(code: string, name = 'runCode_v2', more: Args = {}): CardUse {
  return ofApp('com.athom.homeyscript', name, { code, ...more })
}

/** Starts a flow of either kind; the argument holds the whole picked object. */
export function startAny(flow: Flow | AdvancedFlow): CardUse {
  return card('homey:manager:flow:programmatic_trigger', { flow: picked(flow) })
}

/** Switches a flow on or off. */
export function switchFlow(flow: Flow | AdvancedFlow, on: boolean): CardUse {
  return card(`homey:manager:flow:${on ? 'enable_flow' : 'disable_flow'}`, { flow: picked(flow) })
}

/** A flow as the list of the card's argument shows it. */
export function picked(flow: Flow | AdvancedFlow): Args {
  const type = 'cards' in flow ? 'advancedflow' : 'flow'
  return { id: flow.id, name: flow.name, type, image: `/api/icon/${flow.id}` }
}

export function push(user: Named & { readonly athomId: string | null }, text: string): CardUse {
  const { id, name, athomId } = user
  return card('homey:manager:mobile:push_text', { user: { id, name, athomId }, text })
}

/** Waits before the action, or takes its time over it. */
export function after(minutes: number, use: CardUse): CardUse {
  return { ...use, delay: { number: String(minutes), multiplier: 60 } }
}

export function lasting(seconds: number, use: CardUse): CardUse {
  return { ...use, duration: { number: String(seconds), multiplier: 1 } }
}

export function not(use: CardUse): CardUse {
  return { ...use, inverted: true }
}

export function orElse(group: 'group2' | 'group3', use: CardUse): CardUse {
  return { ...use, group }
}

/** True if a token compares; the token is dropped on the card. */
export function compare(by: 'lt' | 'gt', droptoken: string, comparator: number): CardUse {
  return card(`homey:manager:logic:${by}`, { comparator }, { droptoken })
}

/** The droptoken of a capability. */
export function dropped(device: Device, capability: string): string {
  return `homey:device:${device.id}|${capability}`
}
