// Random limits, with what the grant created and may do.
import type { AllowedCard, Limits } from '@latchkey/catalogue'
import { cardId, type Role } from './cards.ts'
import { CAPABILITIES } from './objects.ts'
import type { Random } from './random.ts'
import { type JsonObject, LISTS, type OracleGrant, type State } from './state.ts'

const ROLES: readonly Role[] = ['trigger', 'condition', 'action']
const APPS = ['com.example.app', 'com.athom.homeyscript', 'com.other.app'] as const
/** The ids that scripts have in what is drawn. */
export const SCRIPTS = ['s1', 's2', 'example-lights'] as const
const PERMISSIONS = ['presence:read', 'security-device:control'] as const

const ids = (list: readonly JsonObject[]): string[] => list.map((one) => String(one['id']))

function some(random: Random, list: readonly JsonObject[]): string[] {
  const drawn = random.some(ids(list))
  return drawn.length === 0 || random.chance(0.03) ? [...drawn, random.id()] : drawn
}

function allowedCard(random: Random, state: State): AllowedCard {
  const drawn = cardId(random, state, random.pick(ROLES))
  const id = /^homey:[a-z]+:[^:]+:./.test(drawn) ? drawn : 'homey:manager:cron:every'
  if (random.chance(0.7)) return { id }
  if (id.endsWith(':runCode')) return { id, args: { code: 'return 1' } }
  if (id.endsWith(':run')) return { id, args: { script: { id: 's1', name: 'S' } } }
  return { id, args: { value: 0.5 } }
}

/** Draws limits: never none. */
export function randomLimits(random: Random, state: State): Limits {
  const one = (): Limits => ({
    ...(random.chance(0.35) && { zones: some(random, state.zones) }),
    ...(random.chance(0.3) && { devices: some(random, state.devices) }),
    ...(random.chance(0.15) && { capabilities: random.some(CAPABILITIES) }),
    ...(random.chance(0.2) && { flows: some(random, [...state.flows, ...state.advancedFlows]) }),
    ...(random.chance(0.2) && { flowFolders: some(random, state.folders) }),
    ...(random.chance(0.15) && { moods: some(random, state.moods) }),
    ...(random.chance(0.15) && { variables: some(random, state.variables) }),
    ...(random.chance(0.1) && { dashboards: some(random, state.dashboards) }),
    ...(random.chance(0.1) && { scripts: random.some(SCRIPTS) }),
    ...(random.chance(0.1) && { apps: random.some(APPS) }),
    ...(random.chance(0.25) && { own: true as const }),
    ...(random.chance(0.15) && { drafts: true as const }),
    ...(random.chance(0.2) && {
      cards: Array.from({ length: 1 + random.int(4) }, () => allowedCard(random, state)),
    }),
    ...(random.chance(0.2) && { except: randomExcept(random, state) }),
  })
  for (;;) {
    const limits = one()
    if (Object.keys(limits).length > 0) return limits
  }
}

function randomExcept(random: Random, state: State): NonNullable<Limits['except']> {
  const devices = { devices: some(random, state.devices) }
  const zones = { zones: [String(random.pick(state.zones)['id'])] }
  return random.pick([devices, zones, { ...devices, ...zones }])
}

/** Draws a grant. */
export function randomGrant(random: Random, state: State): OracleGrant {
  const created: string[] = []
  for (const [kind, list] of Object.entries(LISTS)) {
    if (kind === 'user' || !random.chance(0.25)) continue
    for (const id of random.some(ids(state[list]))) created.push(`${kind}:${id}`)
  }
  if (random.chance(0.2)) created.push('script:s2')
  const permissions = PERMISSIONS.filter(() => random.chance(0.4))
  return { limits: randomLimits(random, state), created, permissions }
}
