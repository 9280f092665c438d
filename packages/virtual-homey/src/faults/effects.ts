// From the effects of a rule to a fault of one request. What happens besides (an edit, the end of a
// session, a restart) happens at once, before the request is looked at.
import { missingApiMethod } from '../generations/refusal.ts'
import type { Fault, FaultTarget, Rewrite } from '../http/fault.ts'
import { HubError, missingScopes } from '../hub-error.ts'
import { isRecord } from '../json.ts'
import type { Random } from '../random.ts'
import { all, change, type Hub, lookUp, remove } from '../state/hub.ts'
import type { Delay, Effect, NameForm, RefusalStatus } from './grammar.ts'

/** What effects reach beyond the request. */
export interface Reach {
  readonly hub: Hub
  readonly random: Random
  /** Cuts every connection and lets nobody in for a time. */
  readonly restart: (ms: number) => void
  readonly later: (after: Delay, work: () => Promise<unknown>) => void
}

/** Lets the effects of a rule happen; the result is what becomes of the request. */
export function strike(effects: readonly Effect[], target: FaultTarget, reach: Reach): Fault {
  return effects
    .map((effect) => faultOf(effect, target, reach))
    .reduce((first, second) => both(first, second))
}

/** Two faults of one request: delays add up, and the first that ends the request ends it. */
export function both(first: Fault, second: Fault): Fault {
  const [one, other] = [spread(first), spread(second)]
  const ending = one.ending ?? other.ending
  return {
    ...{ kind: 'several', ms: one.ms + other.ms },
    input: (value) => other.input(one.input(value)),
    output: (value) => other.output(one.output(value)),
    ...(ending && { ending }),
  }
}

const same: Rewrite = (value) => value

function spread(fault: Fault) {
  if (fault.kind === 'delay') return { ms: fault.ms, input: same, output: same, ending: undefined }
  if (fault.kind !== 'several') return { ms: 0, input: same, output: same, ending: fault }
  const { ms, input = same, output = same, ending } = fault
  return { ms, input, output, ending }
}

function faultOf(effect: Effect, target: FaultTarget, reach: Reach): Fault {
  switch (effect.does) {
    case 'slow':
      return { kind: 'delay', ms: effect.ms }
    case 'drop':
      return { kind: 'drop' }
    case 'lose-answer':
      return { kind: 'lose-answer' }
    case 'commit-later':
      return { kind: 'commit-later', schedule: (work) => reach.later(effect.after, work) }
    case 'refuse':
      return { kind: 'refuse', error: REFUSE[effect.status](effect.code) }
    case 'normalise':
      return { kind: 'several', ms: 0, input: (value) => named(value, effect.forms) }
    case 'add-field':
      return { kind: 'several', ms: 0, output: (value) => withField(value, effect.name) }
    case 'restart':
      reach.restart(effect.ms)
      return { kind: 'drop' }
    case 'expire-session':
      expire(reach.hub, target.sessionId)
      return NOTHING
    case 'edit':
      edit(reach, effect)
      return NOTHING
  }
}

const NOTHING: Fault = { kind: 'several', ms: 0 }

const REFUSE: Readonly<Record<RefusalStatus, (code: string | undefined) => HubError>> = {
  401: () => new HubError(401, 'Session Not Found'),
  403: () => missingScopes(),
  429: () => new HubError(429, 'Too many requests'),
  500: (code) =>
    code === 'missing_api_method'
      ? missingApiMethod()
      : new HubError(500, 'Internal Server Error', code === undefined ? {} : { code }),
}

function expire(hub: Hub, id: string | undefined): void {
  if (id !== undefined && lookUp(hub, 'sessions', id)) remove(hub, 'sessions', id)
}

function edit({ hub, random }: Reach, wanted: Extract<Effect, { does: 'edit' }>): void {
  const { kind, which, rename } = wanted
  const items = all(hub, kind)
  const item =
    which.by === 'name'
      ? items.find(({ id, name }) => id === which.name || name === which.name)
      : items[random.bytes(2).readUInt16BE(0) % Math.max(items.length, 1)]
  if (!item) return
  if (rename === undefined) remove(hub, kind, item.id)
  else change(hub, kind, item.id, { name: rename })
}

const FORMS: Readonly<Record<NameForm, (name: string) => string>> = {
  trim: (name) => name.trim(),
  nfc: (name) => name.normalize('NFC'),
  spaces: (name) => name.replace(/\s+/g, ' '),
  short: (name) => name.slice(0, 64),
}

// The name of an object is at the top of a body, or one level below it.
function named(value: unknown, forms: readonly NameForm[], depth = 0): unknown {
  if (!isRecord(value) || depth > 1) return value
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    key === 'name' && typeof member === 'string'
      ? forms.reduce((name, form) => FORMS[form](name), member)
      : named(member, forms, depth + 1),
  ])
  return Object.fromEntries(entries)
}

// An object has an id; a list is a map or an array of such objects.
function withField(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((member) => withField(member, name))
  if (!isRecord(value)) return value
  if ('id' in value) return { ...value, [name]: 'added by this firmware' }
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    isRecord(member) && 'id' in member ? withField(member, name) : member,
  ])
  return Object.fromEntries(entries)
}
