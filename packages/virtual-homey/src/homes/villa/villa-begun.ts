// The villa after the move, where somebody has begun to set things up by hand: names that clash, or
// nearly, a variable of another type, flows of the same name, and bulbs that no key tells apart.
import type { Device } from '../../state/items.ts'
import { at, byHand, notify } from '../cards.ts'
import type { Home } from '../home.ts'
import type { House } from '../house.ts'
import { moveIn } from './villa-moved.ts'

export const villaBegun: Home = {
  name: 'villa-begun',
  describe(house) {
    const rooms = moveIn(house)
    const [home, ground] = [rooms.get('home'), rooms.get('ground')]
    if (!home || !ground) throw new TypeError('the villa has no ground floor')
    for (const name of ['kitchen ', 'Lamp', 'Lamp'])
      house.zone(name, { icon: 'kitchen', in: ground })
    house.zone('Party tent', { icon: 'tent', in: home })
    house.variable('Mode', 3)
    house.variable('Washes', 7)
    house.variable('Guests', false)
    const mornings = house.folder('Mornings', house.folder('Daily'))
    house.flow('Good morning', { folder: mornings, when: at('08:00'), do: [notify('My own')] })
    house.flow('Morning', { when: byHand(), do: [notify('Made by hand')] })
    house.alarm('School', '07:00', ['monday'])
    house.dashboard('Wall tablet', [[]])
    house.hub.state.appSettings['nl.example.climate'] = { username: 'other@example.com' }
    for (const device of bulbsOf(house)) forgetAddress(device)
  },
}

function bulbsOf({ hub }: House): Device[] {
  return Object.values(hub.state.devices).filter(
    ({ driverId }) => driverId === 'homey:app:nl.example.lights:bulb',
  )
}

// The app of these bulbs keeps no address any more: one is as good as the other.
function forgetAddress(device: Device): void {
  device.name = 'LED Bulb'
  device.settings = Object.fromEntries(
    Object.entries(device.settings).filter(([name]) => !name.startsWith('zb_')),
  )
}
