// Random rules, restrictions, grants, moments: such as owners write, and such as nobody would.
import type { About } from '../../packages/gateway/src/oversight/about.ts'
import { DAYS, type Hours } from '../../packages/gateway/src/oversight/hours.ts'
import type { HouseRule } from '../../packages/gateway/src/oversight/house-rule.ts'
import { RATE_CLASS_NAMES, type Rate } from '../../packages/gateway/src/oversight/rates.ts'
import type { Restrictions } from '../../packages/gateway/src/oversight/restrictions.ts'
import { THING_NAMES } from '../../packages/gateway/src/oversight/things.ts'
import { cardId, idOf } from '../oracle/cards.ts'
import type { Random } from '../oracle/random.ts'
import type { JsonObject, State } from '../oracle/state.ts'

/** Zones with and without summer time, one of half an hour, one of three quarters. */
export const ZONES = [
  ...['Europe/Amsterdam', 'Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe'],
  ...['Asia/Kathmandu', 'UTC'],
] as const

/** Nights on which clocks are changed there, and a plain week. */
const MOMENTS = [
  ...[Date.UTC(2026, 2, 29, 0), Date.UTC(2026, 9, 25, 0), Date.UTC(2026, 2, 8, 6)],
  ...[Date.UTC(2026, 10, 1, 5), Date.UTC(2026, 3, 4, 14), Date.UTC(2026, 9, 3, 15)],
] as const

/** Draws a moment: often near a change of the clocks. */
export function randomMoment(random: Random): number {
  const near = random.chance(0.6)
  const begin = near ? random.pick(MOMENTS) : Date.UTC(2026, 10, 23)
  return begin + random.int((near ? 6 : 7 * 24) * 60) * 60_000 + random.int(60_000)
}

/** Draws hours. */
export function randomHours(random: Random): Hours {
  return Array.from({ length: 1 + random.int(2) }, () => {
    const from = random.pick([0, 60, 120, 150, 180, 8 * 60, 22 * 60, random.int(1440)])
    const until = random.pick([60, 120, 150, 180, 7 * 60, 18 * 60, 1440, 1 + random.int(1440)])
    const days = random.chance(0.4) ? { days: random.some(DAYS) } : {}
    return { ...days, from, until: until === from ? 1440 : until }
  })
}

const someOf = (random: Random, list: readonly JsonObject[]): readonly string[] =>
  random.some(list).map((one) => String(one['id']))

const OPERATIONS = [
  ...['devices.setCapabilityValue', 'flow.createFlow', 'flow.triggerFlow', 'moods.setMood'],
  ...['flow.runFlowCardAction', 'flow.updateAdvancedFlow', 'logic.updateVariable'],
  ...['devices.getDevices', 'flow.triggerAdvancedFlow', 'zones.deleteZone'],
]
const PERMISSIONS = [
  ...['device:control', 'security-device:control', 'flow:create', 'flow:update', 'flow:start'],
  ...['flow:enable', 'mood:set', 'mood:update', 'device:read', 'flow-card:run', 'zone:update'],
  ...['variable:update', 'presence:update', 'device-group:update', 'image:read'],
]
const DANGERS = ['read', 'private', 'control', 'change', 'full'] as const
const NAMES = ['onoff', 'dim', 'locked', 'measure_power', 'onoff.left']

/** Draws what a rule is about. */
export function randomAbout(random: Random, state: State): About {
  const one = (): About =>
    random.pick<() => About>([
      () => ({ operations: random.some(OPERATIONS) }),
      () => ({ permissions: random.some(PERMISSIONS) }),
      () => ({ dangers: random.some(DANGERS) }),
      () => ({ things: random.some(THING_NAMES) }),
      () => ({ things: [random.pick(THING_NAMES)] }),
      () => ({ devices: someOf(random, state.devices) }),
      () => ({ devices: [idOf(random, state.devices)] }),
      () => ({ zones: [idOf(random, state.zones)] }),
      () => ({ flows: [...someOf(random, state.flows), ...someOf(random, state.advancedFlows)] }),
      () => ({ moods: someOf(random, state.moods) }),
      () => ({ scripts: ['s1'], apps: ['com.example.app'] }),
      () => ({ cards: [cardId(random, state, 'action'), 'homey:manager:mobile:push_text'] }),
      () => ({ capabilities: random.some(NAMES) }),
      () => ({ values: [{ capability: random.pick(NAMES), is: random.chance(0.7) }] }),
      () => ({ values: [{ capability: 'dim', above: 0.3, below: 0.8 }] }),
      () => ({}),
    ])()
  return random.chance(0.35) ? { ...one(), ...one() } : one()
}

const READY = ['locks', 'alarm', 'garage', 'cameras', 'voice-pin', 'quiet', 'no-new-apps'] as const

/** Draws a rule. */
export function randomRule(random: Random, state: State, number: number): HouseRule {
  const cap = random.chance(0.15)
    ? { calls: random.int(4), per: random.pick(['hour', 'day'] as const) }
    : null
  const kind = cap && random.chance(0.5) ? 'calls' : random.chance(0.5) ? random.pick(READY) : 'own'
  const keys = random.chance(0.2) ? random.some(['grant-1', 'grant-2', 'Panel', 'Other']) : null
  return {
    ...{ id: `rule-${number}`, hubId: 'hub', kind, name: null, keys, cap, createdAt: number },
    effect: random.chance(0.6) ? 'deny' : 'ask',
    about: kind === 'own' ? randomAbout(random, state) : {},
    hours: kind === 'quiet' || random.chance(0.3) ? randomHours(random) : null,
    paused: random.chance(0.05),
  }
}

const rate = (random: Random): Rate => ({
  of: random.pick(RATE_CLASS_NAMES),
  calls: random.int(5),
  per: random.pick(['minute', 'hour', 'day'] as const),
})

/** Draws restrictions. */
export function randomRestrictions(random: Random, state: State): Restrictions | null {
  if (random.chance(0.4)) return null
  return {
    ...(random.chance(0.3) && { schedule: randomHours(random) }),
    ...(random.chance(0.5) && {
      rates: Array.from({ length: 1 + random.int(2) }, () => rate(random)),
    }),
    ...(random.chance(0.4) && { askFirst: [randomAbout(random, state)] }),
  }
}
