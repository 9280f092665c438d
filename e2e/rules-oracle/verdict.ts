// What rules and restrictions say, as the oracle sees it: every question walks everything again.
import type { About } from '../../packages/gateway/src/oversight/about.ts'
import type { Hours } from '../../packages/gateway/src/oversight/hours.ts'
import type { HouseRule } from '../../packages/gateway/src/oversight/house-rule.ts'
import type { Rate } from '../../packages/gateway/src/oversight/rates.ts'
import type { Restrictions } from '../../packages/gateway/src/oversight/restrictions.ts'
import { isObject, type JsonObject, type OracleCall, type State } from '../oracle/state.ts'
import type { Act } from './act.ts'
import { actsOf } from './acts.ts'
import { isCamera, isOf, settable, upFrom } from './devices.ts'
import { dangerOf } from './direct.ts'
import { followed } from './follows.ts'
import { inObject } from './inside.ts'

/** Who calls, and what is known of the house. */
export interface Asked {
  readonly grant: {
    readonly id: string
    readonly client: string
    readonly created: readonly string[]
  }
  readonly restrictions: Restrictions | null
  readonly rules: readonly HouseRule[]
  readonly state: State
  readonly call: OracleCall
  readonly now: number
  readonly timeZone: string
  /** Everything that was done before, by whoever. */
  readonly log: readonly Done[]
}

/** A call that was done. */
export interface Done {
  readonly time: number
  readonly grant: string
  readonly acts: readonly Act[]
  /** The rules with a cap that it was counted for. */
  readonly capped: readonly string[]
}

/** What is said, and what the log is told if it is done. */
export interface Said {
  readonly verdict: 'allow' | 'ask' | 'deny'
  readonly why: readonly string[]
  readonly done: Done
}

/** Judges a call. */
export function say(asked: Asked): Said {
  const { grant, rules, restrictions, call, state, now } = asked
  const acts = actsOf(state, call)
  const why: string[] = []
  const capped: string[] = []
  for (const rule of rules) {
    const isHis =
      rule.keys === null || rule.keys.includes(grant.id) || rule.keys.includes(grant.client)
    if (rule.paused || !isHis || !isMeant(rule, acts, asked)) continue
    if (rule.cap === null) why.push(rule.effect)
    else {
      capped.push(rule.id)
      if (countedFor(rule, asked) + 1 > rule.cap.calls) why.push(rule.effect)
    }
  }
  if (restrictions) why.push(...restricted(restrictions, acts, asked))
  const verdict = why.includes('deny') ? 'deny' : why.includes('ask') ? 'ask' : 'allow'
  return { verdict, why, done: { time: now, grant: grant.id, acts, capped } }
}

function isMeant(rule: HouseRule, acts: readonly Act[], { state, now, timeZone }: Asked): boolean {
  const about = aboutOf(rule)
  return acts.some((one) => {
    if (!fits(about, one, state)) return false
    return rule.hours === null || one.later || isOpen(rule.hours, now, timeZone)
  })
}

const READY: Readonly<Record<string, About>> = {
  locks: { things: ['locks'] },
  alarm: { things: ['alarm'] },
  garage: { things: ['garage'] },
  cameras: { things: ['cameras'] },
  'voice-pin': { permissions: ['google-pin:read', 'google-pin:update'] },
  quiet: { things: ['speech', 'sirens'] },
  'no-new-apps': { permissions: ['app:install', 'devkit:install'] },
  calls: {},
}

const aboutOf = ({ kind, about }: HouseRule): About => READY[kind] ?? about

/** Whether an act is meant. */
export function fits(about: About, one: Act, state: State): boolean {
  if (one.wild) return true
  const { operations, permissions, dangers, things, capabilities, values } = about
  if (!one.effect && !operations && !permissions && !dangers && !things) return false
  if (operations && !operations.some((name) => name === one.operation)) return false
  if (permissions && !permissions.some((name) => one.permissions.includes(name))) return false
  if (dangers && !dangers.some((name) => name === worstOf(one.permissions))) return false
  if (things && !things.some((name) => isThing(name, one, state))) return false
  if (!isNamed(about, one, state)) return false
  if (capabilities && !capabilities.some((name) => mayTouch(one, name, state))) return false
  return !values || values.some((test) => passes(test, one, state))
}

const ORDER = ['read', 'private', 'control', 'change', 'full']

function worstOf(permissions: readonly string[]): string {
  let worst = 'read'
  for (const one of permissions) {
    if (ORDER.indexOf(dangerOf(one)) > ORDER.indexOf(worst)) worst = dangerOf(one)
  }
  return worst
}

const THINGS: Readonly<
  Record<string, { classes: readonly string[]; words: RegExp; permissions: readonly string[] }>
> = {
  locks: { classes: ['lock'], words: /lock|door|bolt/, permissions: [] },
  alarm: { classes: ['homealarm'], words: /alarm/, permissions: [] },
  garage: { classes: ['garagedoor'], words: /garage|gate/, permissions: [] },
  sirens: { classes: ['siren'], words: /siren/, permissions: [] },
  cameras: {
    ...{ classes: ['camera'], words: /^$/ },
    permissions: ['camera:watch', 'camera:state', 'image:read', 'image:state'],
  },
  speech: { classes: [], words: /^$/, permissions: ['speech:say', 'speech:play', 'audio:play'] },
  'voice-pin': { classes: [], words: /^$/, permissions: ['google-pin:read', 'google-pin:update'] },
  'new-apps': { classes: [], words: /^$/, permissions: ['app:install', 'devkit:install'] },
}

function isThing(name: string, one: Act, state: State): boolean {
  const thing = THINGS[name]
  if (!thing) return false
  if (thing.permissions.some((needed) => one.permissions.includes(needed))) return true
  if (!one.effect || one.kind !== 'device' || one.id === undefined) return false
  if (isOf(state, one.id, ...thing.classes)) return true
  if (name === 'cameras' && isCamera(state, one.id)) return true
  if (settable(state, one.id).some((capability) => thing.words.test(capability))) return true
  return (
    one.capability !== undefined && one.capability !== 'any' && thing.words.test(one.capability)
  )
}

function isNamed(about: About, one: Act, state: State): boolean {
  const { devices, zones, flows, moods, scripts, apps, cards } = about
  if (!devices && !zones && !flows && !moods && !scripts && !apps && !cards) return true
  const { kind, id = '' } = one
  if (one.card !== undefined && cards?.includes(one.card)) return true
  if (kind === 'device' && devices?.includes(id)) return true
  if ((kind === 'flow' || kind === 'advanced-flow') && flows?.includes(id)) return true
  if (kind === 'mood' && moods?.includes(id)) return true
  if (kind === 'script' && scripts?.includes(id)) return true
  if (kind === 'app' && apps?.includes(id)) return true
  return zones !== undefined && isIn(zones, one, state)
}

function isIn(zones: readonly string[], { kind, id = '' }: Act, state: State): boolean {
  if (kind === 'zone') return upFrom(state, id).some((one) => zones.includes(one))
  const list = kind === 'device' ? state.devices : kind === 'mood' ? state.moods : []
  const found = list.find((one) => one['id'] === id)
  if (!found) return false
  const above = upFrom(state, found['zone'])
  return above.length === 0 ? kind === 'device' : above.some((one) => zones.includes(one))
}

function mayTouch({ kind, id, capability }: Act, wanted: string, state: State): boolean {
  if (capability === undefined) return false
  if (capability !== 'any') return capability === wanted
  const found = kind === 'device' ? state.devices.find((one) => one['id'] === id) : undefined
  const all = found?.['capabilities']
  return Array.isArray(all) ? all.includes(wanted) : true
}

function passes(
  { capability, is, above, below }: NonNullable<About['values']>[number],
  one: Act,
  state: State,
): boolean {
  if (!mayTouch(one, capability, state)) return false
  if (one.value === undefined || one.capability === 'any') return true
  const value = one.value.is
  if (is !== undefined && typeof is === typeof value && is !== value) return false
  if (typeof value !== 'number') return true
  if (above !== undefined && !(value > above)) return false
  return below === undefined || value < below
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** What a clock on a wall in a zone shows: `2026-03-29 02:30`, by the Swedish way of writing it. */
export function shown(now: number, timeZone: string): string {
  return new Date(now).toLocaleString('sv-SE', { timeZone }).slice(0, 16)
}

/** Whether hours are open: the day's own spans, and those of the day before that go past midnight. */
export function isOpen(hours: Hours, now: number, timeZone: string): boolean {
  const [date = '', time = ''] = shown(now, timeZone).split(' ')
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return hours.some(({ days, from, until }) => {
    const on = (day: number) =>
      days === undefined || days.some((one) => one === DAYS[(day + 7) % 7])
    if (from < until) return on(weekday) && from <= minute && minute < until
    return (on(weekday) && minute >= from) || (on(weekday - 1) && minute < until)
  })
}

function countedFor(rule: HouseRule, { log, now, timeZone }: Asked): number {
  return log.filter(
    ({ time, capped }) =>
      capped.includes(rule.id) && isRecent(time, rule.cap?.per ?? 'hour', now, timeZone),
  ).length
}

function isRecent(time: number, per: string, now: number, timeZone: string): boolean {
  if (per === 'day') return shown(time, timeZone).slice(0, 10) === shown(now, timeZone).slice(0, 10)
  return time > now - (per === 'hour' ? 3_600_000 : 60_000)
}

function restricted(
  { schedule, rates, askFirst }: Restrictions,
  acts: readonly Act[],
  asked: Asked,
) {
  const { state, now, timeZone } = asked
  if (schedule && !isOpen(schedule, now, timeZone)) return ['deny']
  const why: string[] = []
  if (askFirst?.some((about) => acts.some((one) => fits(about, one, state)))) why.push('ask')
  for (const rate of rates ?? []) if (isTooMuch(rate, acts, asked)) why.push('deny')
  return why
}

const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 }

function isTooMuch(rate: Rate, acts: readonly Act[], asked: Asked): boolean {
  const { log, grant, now, timeZone } = asked
  const minutes = MINUTES[rate.per] ?? 1
  const before = standing(rate.of, asked, false) * minutes
  const after = standing(rate.of, asked, true) * minutes
  if (after > rate.calls + 1e-6 && after > before) return true
  const count = (all: readonly Act[]) =>
    all.filter((one) => !one.later && one.classes.includes(rate.of)).length
  const units = count(acts)
  if (units === 0) return false
  const used = log
    .filter((one) => one.grant === grant.id && isRecent(one.time, rate.per, now, timeZone))
    .reduce((sum, one) => sum + count(one.acts), 0)
  return used + units + Math.floor(before + 1e-6) > rate.calls
}

const LISTS = { flow: 'flows', 'advanced-flow': 'advancedFlows' } as const

/** What the Flows of a grant do by themselves in a minute, without or with the one that is written. */
function standing(of: string, { grant, state, call }: Asked, written: boolean): number {
  const kind = /^flow\.(create|update)Flow$/.test(call.operation)
    ? 'flow'
    : /^flow\.(create|update)AdvancedFlow$/.test(call.operation)
      ? 'advanced-flow'
      : undefined
  const id = call.ids['id']
  let sum = 0
  for (const key of grant.created) {
    const [what = '', flowId = ''] = [
      key.slice(0, key.indexOf(':')),
      key.slice(key.indexOf(':') + 1),
    ]
    if (what !== 'flow' && what !== 'advanced-flow') continue
    const flow = state[LISTS[what]].find((one) => one['id'] === flowId)
    const isIt = what === kind && flowId === id && isObject(call.body)
    if (flow && !(isIt && written)) sum += does(of, what, flow, state, flowId)
  }
  if (!written || !kind || !isObject(call.body)) return sum
  const present = id === undefined ? undefined : state[LISTS[kind]].find((one) => one['id'] === id)
  return sum + does(of, kind, { ...present, ...call.body }, state, id)
}

function does(
  of: string,
  kind: 'flow' | 'advanced-flow',
  flow: JsonObject,
  state: State,
  id: string | undefined,
): number {
  if (flow['enabled'] === false) return 0
  const inside = inObject(state, kind, flow)
  const all = [...inside.acts, ...followed(state, inside.acts, inside.starts)]
  const count = all.filter((one) => one.classes.includes(of)).length
  if (count === 0) return 0
  const again = all.some((one) => one.id === id && /flow$/.test(one.kind ?? ''))
  if (id !== undefined && again) return Number.POSITIVE_INFINITY
  return count * pace(kind, flow)
}

function pace(kind: 'flow' | 'advanced-flow', flow: JsonObject): number {
  const { cards, trigger } = flow
  const triggers =
    kind === 'flow'
      ? [trigger]
      : Object.values(isObject(cards) ? cards : {}).filter(
          (card) => isObject(card) && card['type'] === 'trigger',
        )
  let sum = 0
  for (const card of triggers) {
    if (!isObject(card)) continue
    const id = String(card['id'])
    if (/^homey:manager:cron:(time_exactly|time_exactly_day|sunset|sunrise)$/.test(id))
      sum += 1 / 1440
    else if (id.startsWith('homey:manager:cron:')) {
      const minutes = isObject(card['args']) ? card['args']['minutes'] : undefined
      const isEvery = id === 'homey:manager:cron:every'
      sum +=
        isEvery && typeof minutes === 'number' && minutes > 0
          ? 1 / minutes
          : Number.POSITIVE_INFINITY
    }
  }
  return sum
}
