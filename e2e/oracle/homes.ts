// Random homes: small enough to read when one fails, with everything in them that a limit looks at.
import { advancedFlow, dashboard, device, flow, mood } from './objects.ts'
import type { Random } from './random.ts'
import type { JsonObject, State } from './state.ts'

type Lists = { -readonly [K in keyof State]: JsonObject[] }

const isUuidLess = (random: Random) => random.chance(0.03)

/** Draws a home. */
export function randomHome(random: Random): State {
  const home: Lists = {
    ...{ zones: [], devices: [], flows: [], advancedFlows: [], folders: [] },
    ...{ variables: [], moods: [], dashboards: [], users: [] },
  }
  drawZones(random, home)
  for (let count = 5 + random.int(8); count > 0; count--) home.devices.push(device(random, home))
  drawFolders(random, home)
  for (let count = 1 + random.int(3); count > 0; count--) {
    home.variables.push({ id: random.id(), name: `v${count}`, type: 'number', value: count })
  }
  home.users.push({ id: random.id(), name: 'Olivia', role: 'owner' })
  for (let count = 1 + random.int(3); count > 0; count--) {
    home.moods.push({
      id: random.id(),
      ...mood(random, home),
      zone: String(random.pick(home.zones)['id']),
    })
  }
  // Flows name each other, before and after they are drawn.
  const names = Array.from({ length: 3 + random.int(4) }, () => ({ id: random.id() }))
  const advanced = Array.from({ length: 1 + random.int(3) }, () => ({ id: random.id() }))
  const known: State = { ...home, flows: names, advancedFlows: advanced }
  home.flows = names.map(({ id }) => ({ id, ...flow(random, known) }))
  home.advancedFlows = advanced.map(({ id }) => ({ id, ...advancedFlow(random, known) }))
  for (let count = 1 + random.int(2); count > 0; count--) {
    home.dashboards.push({ id: random.id(), ...dashboard(random, home) })
  }
  home.zones = home.zones.map((zone) => ({
    ...zone,
    activeOrigins: random
      .some(home.devices)
      .map((one) => `homey:device:${one['id']}:${random.pick(['onoff', 'dim'])}`),
  }))
  if (random.chance(0.03)) drawChain(random, home)
  if (random.chance(0.05)) closeCircleOfGroups(home)
  return home
}

function drawZones(random: Random, home: Lists): void {
  const count = 3 + random.int(4)
  for (let at = 0; at < count; at++) {
    const parent = at === 0 ? null : String(random.pick(home.zones)['id'])
    home.zones.push({
      id: random.id(),
      name: `Zone ${at}`,
      icon: 'home',
      parent,
      activeOrigins: [],
    })
  }
  const [first, ...others] = home.zones
  const last = others.at(-1)
  if (!first || !last || !isUuidLess(random)) return
  // A circle, or a parent that is gone: hubs have had both.
  const parent = random.chance(0.5) ? String(last['id']) : random.id()
  home.zones[home.zones.length - 1] = { ...last, parent }
}

function drawFolders(random: Random, home: Lists): void {
  for (let count = random.int(4); count > 0; count--) {
    const parent =
      home.folders.length > 0 && random.chance(0.5) ? String(random.pick(home.folders)['id']) : null
    home.folders.push({ id: random.id(), name: 'Folder', parent })
  }
}

// More starts in a row than are looked through.
function drawChain(random: Random, home: Lists): void {
  const ids = Array.from({ length: 18 + random.int(8) }, () => random.id())
  for (const [at, id] of ids.entries()) {
    const next = ids[at + 1]
    const start = {
      id: 'homey:manager:flow:programmatic_trigger',
      args: { flow: { id: next ?? '', name: 'N' } },
      group: 'then',
    }
    home.flows.push({
      ...{ id, name: 'Link', folder: null, enabled: true, conditions: [] },
      trigger: { id: 'homey:manager:flow:programmatic_trigger', args: {} },
      actions: next ? [start] : [],
    })
  }
}

function closeCircleOfGroups(home: Lists): void {
  const at = home.devices.findLastIndex((one) => String(one['driverId']).includes('group'))
  const group = home.devices[at]
  if (group) home.devices[at] = { ...group, settings: { deviceIds: [String(group['id'])] } }
}
