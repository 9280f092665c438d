// An apartment for four: eight zones, some twenty devices, and everything that people set up over the
// years. Settings hold secrets that tests can recognise by `SECRET`.
import { describeAutomation } from './apartment-flows.ts'
import { describeSoftware } from './apartment-software.ts'
import { describeThings } from './apartment-things.ts'
import type { Home } from './home.ts'

export const apartment: Home = {
  name: 'apartment',
  describe(house) {
    const owner = house.user('Olivia', 'owner')
    house.user('Marc', 'manager')
    house.user('Greta', 'guest', true)
    const software = describeSoftware(house)
    const things = describeThings(house, software)
    describeAutomation(house, { ...things, ...software })
    owner.properties = { favoriteDevices: [things.ceiling.id, things.frontDoor.id] }
  },
}
