// A small vocabulary for the flows of the sample homes: each word is one card of a flow.
import type { CardUse, Device, Flow, Mood, Variable } from '../state/items.ts'

type Args = Readonly<Record<string, unknown>>

/** Any card by its full id. */
export function card(id: string, args: Args = {}, more: Args = {}): CardUse {
  return { id, args: { ...args }, ...more }
}

/** A card of a device, as its capabilities bring them: `of(lamp, 'dim', { dim: 0.3 })`. */
export function of(device: Device, name: string, args: Args = {}): CardUse {
  return card(`homey:device:${device.id}:${name}`, args)
}

export function at(time: string): CardUse {
  return card('homey:manager:cron:time_exactly', { time })
}

export function byHand(): CardUse {
  return card('homey:manager:flow:programmatic_trigger')
}

export function start(flow: Flow): CardUse {
  return card('homey:manager:flow:programmatic_trigger', { flow: { id: flow.id, name: flow.name } })
}

export function notify(text: string): CardUse {
  return card('homey:manager:notifications:create_notification', { text })
}

export function setMood(mood: Mood): CardUse {
  return card(`homey:mood:${mood.id}:set`)
}

export function setTo(variable: Variable, value: unknown): CardUse {
  const { id, name, type } = variable
  return card('homey:manager:logic:variable_set', { variable: { id, name, type }, value })
}

/** True if a variable has a value; the variable is dropped on the card as a token. */
export function equals(variable: Variable, value: unknown): CardUse {
  const droptoken = `homey:manager:logic|${variable.id}`
  return card('homey:manager:logic:eq', { value }, { droptoken })
}

/** A token that stands for a variable inside a text. */
export function tokenOf(variable: Variable): string {
  return `[[homey:manager:logic|${variable.id}]]`
}

/** A token that stands for a capability of a device inside a text. */
export function reading(device: Device, capability: string): string {
  return `[[homey:device:${device.id}|${capability}]]`
}
