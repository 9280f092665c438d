// Whatever arrives, the hub answers it or refuses it: no request makes a fault of ours.
import assert from 'node:assert/strict'
import test from 'node:test'
import { loadSpecification } from '@latchkey/catalogue/specification'
import fc from 'fast-check'
import { apartment } from '../homes/apartment.ts'
import { houseOn } from '../homes/house.ts'
import { textOf } from '../json.ts'
import { seededRandom } from '../random.ts'
import { openSession } from '../sessions/session.ts'
import { tokenOf } from '../sessions/token.ts'
import { blankState } from '../state/homey-state.ts'
import { type Hub, newHub } from '../state/hub.ts'
import { respond } from './respond.ts'
import { routesOf } from './routes.ts'

const routes = routesOf(loadSpecification('pro-2023'))

test('no request makes a fault of ours', { timeout: 60_000 }, async () => {
  const hub = furnishedHub()
  const names = ['__proto__', 'constructor', 'toString', 'onoff', 'me', 'homey:manager:logic']
  const word = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 12 }))
  const id = fc.oneof({ weight: 2, arbitrary: fc.nat(30) }, word)
  const value = fc.oneof(word, fc.nat(30), fc.boolean(), fc.jsonValue({ maxDepth: 2 }))
  const call = fc.record({
    route: fc.constantFrom(...routes.all),
    ids: fc.array(id, { minLength: 3, maxLength: 3 }),
    values: fc.array(value, { minLength: 9, maxLength: 9 }),
  })
  await fc.assert(
    fc.asyncProperty(call, async ({ route, ids, values }) => {
      const known = Object.keys(hub.state).flatMap((kind) =>
        Object.keys(Object(Reflect.get(hub.state, kind))),
      )
      const existing = (wanted: unknown) =>
        typeof wanted === 'number' ? known[(wanted * 37) % known.length] : wanted
      const path = ids.reduce<string>(
        (sofar, wanted) =>
          sofar.replace(/:[a-zA-Z]+/, () => encodeURIComponent(textOf(existing(wanted)))),
        `/api/manager/${route.manager}${route.operation.path}`,
      )
      const named = Object.entries(route.operation.parameters ?? {}).flatMap(([name, shape]) =>
        shape.properties ? Object.keys(shape.properties) : [name],
      )
      const members = named.map((name, i) => [name, existing(values[i % values.length])])
      const request = {
        method: route.operation.method.toUpperCase(),
        path: `${path}?date=x&query=${encodeURIComponent(textOf(values[0]).toWellFormed())}`,
        headers: { authorization: `Bearer ${ownersToken(hub)}` },
        body: JSON.stringify(Object.fromEntries(members)),
      }
      const answer = await respond(hub, routes, request)
      assert.ok(answer.status < 500, `${route.name} ${request.path} ${request.body} ${answer.body}`)
    }),
    { numRuns: 3000, seed: 1 },
  )
})

function furnishedHub() {
  const system = { id: 'a'.repeat(24), name: 'H', version: '1', timezone: 'UTC' }
  const clock = () => new Date('2026-01-01T00:00:00Z')
  const state = blankState({ ...system, bootedAt: '2026-01-01', externalAddress: null })
  const hub = newHub(state, clock, seededRandom('faults'))
  apartment.describe(houseOn(hub))
  return hub
}

// The owner may have been swapped and the session deleted by the calls before.
function ownersToken(hub: Hub): string {
  const owner = Object.values(hub.state.users).find((user) => user.role === 'owner')
  assert.ok(owner, 'there is always an owner')
  const request = { userId: owner.id, name: 'Test', scopes: ['homey'] }
  return tokenOf(openSession(hub, { ...request, type: 'OAUTH' }))
}
