// A Homey just out of its box: its owner, its root zone, and nothing else.
import type { Home } from './home.ts'

export const empty: Home = {
  name: 'empty',
  describe(house) {
    house.user('Olivia', 'owner')
    house.zone('Home', { icon: 'home' })
  },
}
