// The limits of a grant as sets, so that a look into them takes as long however many things they name.
import type { AllowedCard, Limits } from '@latchkey/catalogue'

type Ids = ReadonlySet<string>

/** Limits, made ready. What is absent does not limit. */
export interface CompiledLimits {
  readonly zones: Ids | undefined
  readonly devices: Ids | undefined
  readonly capabilities: Ids | undefined
  readonly flows: Ids | undefined
  readonly flowFolders: Ids | undefined
  readonly moods: Ids | undefined
  readonly variables: Ids | undefined
  readonly dashboards: Ids | undefined
  readonly scripts: Ids | undefined
  readonly apps: Ids | undefined
  readonly exceptDevices: Ids | undefined
  readonly exceptZones: Ids | undefined
  /** By the full id of the card. */
  readonly cards: ReadonlyMap<string, readonly AllowedCard[]> | undefined
  readonly own: boolean
  readonly drafts: boolean
  /** Whether `zones`, `devices`, `capabilities` or `except` is there. */
  readonly room: boolean
  /** Whether `zones` or `devices` is there. */
  readonly places: boolean
}

const compiled = new WeakMap<Limits, CompiledLimits>()

/** The limits as sets; made once for each. */
export function compiledLimits(limits: Limits): CompiledLimits {
  const known = compiled.get(limits)
  if (known) return known
  const made = compile(limits)
  compiled.set(limits, made)
  return made
}

const setOf = (ids: readonly string[] | undefined): Ids | undefined => ids && new Set(ids)

function compile(limits: Limits): CompiledLimits {
  const { zones, devices, capabilities, except, cards } = limits
  return {
    zones: setOf(zones),
    devices: setOf(devices),
    capabilities: setOf(capabilities),
    flows: setOf(limits.flows),
    flowFolders: setOf(limits.flowFolders),
    moods: setOf(limits.moods),
    variables: setOf(limits.variables),
    dashboards: setOf(limits.dashboards),
    scripts: setOf(limits.scripts),
    apps: setOf(limits.apps),
    exceptDevices: setOf(except?.devices),
    exceptZones: setOf(except?.zones),
    cards: cards && Map.groupBy(cards, ({ id }) => id),
    own: limits.own === true,
    drafts: limits.drafts === true,
    room: [zones, devices, capabilities, except].some((one) => one !== undefined),
    places: zones !== undefined || devices !== undefined,
  }
}
