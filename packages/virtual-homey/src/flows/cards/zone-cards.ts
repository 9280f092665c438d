// The cards of zones: whether something moves there, and all lights at once. That zones have cards is
// known, what these are called is not; the names are chosen here.
import { activeOriginsOf } from '../../behaviours/zones.ts'
import { setCapability } from '../../capabilities/write.ts'
import { all, type Hub, lookUp } from '../../state/hub.ts'
import type { Zone } from '../../state/items.ts'
import type { AppCard, Card, CardType } from './card.ts'

type ZoneCard = (zone: Zone) => AppCard

const CARDS: Readonly<Record<CardType, Readonly<Record<string, ZoneCard>>>> = {
  trigger: {
    activated: () => ({ title: 'The zone became active' }),
    deactivated: () => ({ title: 'The zone became inactive' }),
  },
  condition: {
    active: (zone) => ({
      title: 'The zone is !{{active|inactive}}',
      run: (hub) => activeOriginsOf(hub, zone.id).length > 0,
    }),
  },
  action: {
    lights_on: (zone) => ({ title: 'Turn on the lights', run: (hub) => light(hub, zone, true) }),
    lights_off: (zone) => ({ title: 'Turn off the lights', run: (hub) => light(hub, zone, false) }),
  },
}

/** The cards of all zones, or of one of them. */
export function zoneCards(hub: Hub, type: CardType, only?: string): Card[] {
  const one = only === undefined ? undefined : lookUp(hub, 'zones', only)
  const zones = only === undefined ? all(hub, 'zones') : one ? [one] : []
  return zones.flatMap((zone) => {
    const owner = { ownerUri: `homey:zone:${zone.id}`, ownerName: zone.name }
    return Object.entries(CARDS[type]).map(([name, card]) => ({
      ...card(zone),
      ...owner,
      id: `${owner.ownerUri}:${name}`,
    }))
  })
}

function light(hub: Hub, zone: Zone, on: boolean): void {
  for (const device of all(hub, 'devices')) {
    const shines = (device.virtualClass ?? device.class) === 'light'
    if (device.zone === zone.id && shines && device.capabilitiesObj['onoff']) {
      setCapability(hub, device.id, 'onoff', on)
    }
  }
}
