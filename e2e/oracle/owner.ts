// What belongs to something else (docs/decisions/0009): logs, tokens, the timeline, images, by the URI of
// their owner.
import { covered, hasRoomLimit } from './covered.ts'
import type { Kind, OracleGrant, State } from './state.ts'

const KINDS: Readonly<Record<string, Kind>> = {
  ...{ device: 'device', zone: 'zone', mood: 'mood', flow: 'flow', advancedflow: 'advanced-flow' },
  app: 'app',
}

/** By a URI (`homey:device:<id>`), or by the full id of something (`homey:device:<id>:onoff`). */
export function coveredByOwner(grant: OracleGrant, state: State, full: string): boolean {
  const [homey, type = '', id = '', ...rest] = full.split(':')
  const name = rest.join(':')
  if (homey !== 'homey') return !hasRoomLimit(grant)
  if (type === 'manager') {
    const variable = state.variables.some((one) => one['id'] === name)
    if (id === 'logic' && variable) return covered(grant, state, 'variable', name)
    return id === 'cron' || !hasRoomLimit(grant)
  }
  if (type === 'user') return true
  const kind = KINDS[type]
  if (kind === undefined) return !hasRoomLimit(grant)
  if (!covered(grant, state, kind, id)) return false
  if (kind !== 'device' || name === '') return true
  const { capabilities } = grant.limits
  return !capabilities || capabilities.includes(name)
}
