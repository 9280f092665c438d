// The family, their guests and their favourites. `athomId` is the person's account and the same on
// every hub; the id is the hub's own.
import { createHash } from 'node:crypto'
import type { Role, User } from '../../state/items.ts'
import type { House } from '../house.ts'
import type { Household } from './household.ts'

const FAMILY: readonly (readonly [name: string, role: Role, away?: boolean])[] = [
  ['Olivia', 'owner'],
  ['Jean-Marc', 'manager'],
  ['أمينة', 'user'],
  ['健太', 'user', true],
  ['Opa Löwe 🦁', 'guest', true],
]

/** Moves the owner in, or the whole family. */
export function movePeopleIn(house: House, ownerOnly = false): ReadonlyMap<string, User> {
  const people = ownerOnly ? FAMILY.slice(0, 1) : FAMILY
  return new Map(
    people.map(([name, role, away = false]) => {
      const user = house.user(name, role, away)
      user.athomId = createHash('sha256').update(`person/${name}`).digest('hex').slice(0, 24)
      return [name, user]
    }),
  )
}

/** Gives the owner and one more their favourites; each person sees only their own. */
export function chooseFavourites(
  { device }: Household,
  user: (name: string) => User,
  flowId: (name: string) => string,
): void {
  user('Olivia').properties = {
    favoriteDevices: ['living/Ceiling', 'hall/Front door', 'garage/Gate', 'pond/Pond dimmer'].map(
      (key) => device(key).id,
    ),
    favoriteFlows: ['Movie time', 'Good morning'].map(flowId),
  }
  user('Jean-Marc').properties = {
    favoriteDevices: [device('dining/Lustre').id],
    favoriteFlows: [flowId('Leave')],
  }
}
