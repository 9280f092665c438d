// The home at a glance, and looking for something in it.
import { z } from 'zod'
import type { Home } from '../home/home.ts'
import { hubText } from '../home/hub-text.ts'
import { type Item, listIn, textIn } from '../home/item.ts'
import { KIND_NAMES, KINDS } from '../home/kinds.ts'
import { PAGE, PAGED, paged } from '../home/paging.ts'
import { resolve } from '../home/resolve.ts'
import { zonePaths, zonesWithin } from '../home/zones.ts'
import { tool } from '../tool.ts'
import { ToolError } from '../tool-error.ts'

/** Zones on one page: an overview of a large home has to stay under 4 000 tokens. */
const ZONES = 60

/** Finds on one page. */
const FOUND = 20

/** What is counted: kinds that the gateway knows without asking the Homey. */
const COUNTED = KIND_NAMES.slice(0, KIND_NAMES.indexOf('dashboard'))

const counts = z.record(z.string(), z.int())

export const overview = tool({
  name: 'home_overview',
  title: 'Home overview',
  description:
    'What there is in this home: each zone with how many devices of each class are in it, and how many Flows, moods and the like there are. Start here; then use find for ids.',
  needs: [['device:read', 'zone:read']],
  kind: 'read',
  input: z.strictObject(PAGE),
  output: z.strictObject({
    ...{ ...PAGED, home: z.string(), counts },
    zones: z.array(
      z.strictObject({ zone: z.string(), active: z.boolean().optional(), devices: counts }),
    ),
    unavailable: z.int().describe('devices that cannot be reached'),
  }),
  run: async ({ page }, home) => {
    const [zones, devices] = await Promise.all([
      home.list(KINDS.zone.list),
      home.list(KINDS.device.list),
    ])
    const paths = zonePaths(zones)
    const byZone = new Map<string, Record<string, number>>()
    for (const device of devices) {
      const zone = textIn(device, 'zone')
      const classes = byZone.get(zone) ?? {}
      const name = classOf(device)
      byZone.set(zone, { ...classes, [name]: (classes[name] ?? 0) + 1 })
    }
    const rows = zones
      .map((zone) => ({
        zone: paths.get(textIn(zone, 'id')) ?? '',
        ...(zone['active'] === true && { active: true }),
        devices: byZone.get(textIn(zone, 'id')) ?? {},
      }))
      .toSorted((one, other) => one.zone.localeCompare(other.zone))
    const shown = paged(rows, page, ZONES)
    return {
      ...shown.of,
      home: hubText(home.connection.grant.hub.name),
      counts: await countsOf(home),
      zones: shown.items,
      unavailable: devices.filter((device) => device['available'] === false).length,
    }
  },
})

const classOf = (device: Item): string =>
  hubText(device['virtualClass'] ?? device['class'], 30) || 'other'

async function countsOf(home: Home): Promise<Record<string, number>> {
  const mine = COUNTED.filter((name) => home.may(KINDS[name].permission))
  const all = await Promise.all(
    mine.map(async (name) => [name, (await home.list(KINDS[name].list)).length] as const),
  )
  return Object.fromEntries(all)
}

export const find = tool({
  name: 'find',
  title: 'Find something in the home',
  description:
    'Looks for devices, zones, Flows, Advanced Flows, moods, variables and the like by words of their name, and for devices also by zone, class or capability. Gives ids.',
  needs: KIND_NAMES.map((name) => [KINDS[name].permission]),
  kind: 'read',
  input: z.strictObject({
    text: z.string().max(100).default('').describe('words that the name has; empty for all'),
    kinds: z.array(z.enum(KIND_NAMES)).optional().describe('only these; all if left out'),
    zone: z.string().max(100).optional().describe('devices in this zone or below it: name or id'),
    class: z.string().max(40).optional().describe('devices of this class, such as light or sensor'),
    capability: z.string().max(60).optional().describe('devices with this, such as onoff'),
    ...PAGE,
  }),
  output: z.strictObject({
    ...PAGED,
    found: z.array(
      z.strictObject({
        ...{ kind: z.enum(KIND_NAMES), id: z.string(), name: z.string() },
        ...{ zone: z.string().optional(), class: z.string().optional() },
        capabilities: z.array(z.string()).optional(),
        ...{ enabled: z.boolean().optional(), value: z.unknown().optional() },
      }),
    ),
  }),
  run: async (wanted, home) => {
    const ofDevices = [wanted.zone, wanted.class, wanted.capability].some((one) => one)
    const asked = wanted.kinds ?? (ofDevices ? ['device' as const] : KIND_NAMES)
    const mine = asked.filter((name) => home.may(KINDS[name].permission))
    if (mine.length === 0) {
      const needs = asked.map((name) => KINDS[name].permission).join(' or ')
      throw new ToolError(`This client may read none of that. It needs ${needs}.`)
    }
    const zones = home.may('zone:read') ? await home.list(KINDS.zone.list) : []
    const paths = zonePaths(zones)
    const within =
      wanted.zone === undefined
        ? undefined
        : zonesWithin(zones, textIn(resolve(zones, wanted.zone, 'zone'), 'id'))
    const words = wanted.text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
    const found = []
    for (const kind of mine) {
      for (const item of await home.list(KINDS[kind].list)) {
        const path = paths.get(textIn(item, kind === 'zone' ? 'id' : 'zone'))
        const text = `${textIn(item, 'name')} ${path ?? ''}`.normalize('NFKC').toLowerCase()
        if (!words.every((word) => text.includes(word))) continue
        if (within && !within.has(textIn(item, 'zone'))) continue
        if (wanted.class !== undefined && classOf(item) !== wanted.class) continue
        if (wanted.capability && !listIn(item, 'capabilities').includes(wanted.capability)) continue
        found.push({ kind, item, path })
      }
    }
    const shown = paged(found, wanted.page, FOUND)
    return {
      ...shown.of,
      found: shown.items.map(({ kind, item, path }) => ({
        ...{ kind, id: textIn(item, 'id'), name: hubText(item['name']) },
        ...(path !== undefined && { zone: path }),
        ...(kind === 'device' && {
          class: classOf(item),
          capabilities: listIn(item, 'capabilities')
            .map((one) => hubText(one, 40))
            .slice(0, 12),
        }),
        ...(typeof item['enabled'] === 'boolean' && { enabled: item['enabled'] }),
        ...(kind === 'variable' && { value: hubText(String(item['value']), 60) }),
      })),
    }
  },
})
