// Routes from the specification: literals before parameters, methods in any case.
import assert from 'node:assert/strict'
import test from 'node:test'
import { loadSpecification } from '@latchkey/catalogue/specification'
import { parseQuery } from './query.ts'
import { routesOf, segmentsOf } from './routes.ts'

const routes = routesOf(loadSpecification('pro-2023'))

test('a path names one operation', () => {
  const rows = [
    ['GET', '/users/user/me', 'users.getUserMe'],
    ['GET', '/users/user/abc', 'users.getUser'],
    ['PUT', '/users/user/me/local-credentials', 'users.updateUserMeLocalCredentials'],
    ['PUT', '/users/user/abc/local-credentials', 'users.updateUserLocalCredentials'],
    ['PUT', '/presence/me/present', 'presence.setPresentMe'],
    ['GET', '/energy/price/electricity/type', 'energy.getElectricityPriceType'],
    ['GET', '/system/', 'system.getInfo'],
    ['PUT', '/i18n/option/language', 'i18n.setOptionLanguage'],
    ['POST', '/flow/flow/test', 'flow.testFlow'],
    ['DELETE', '/flow/flow/test', 'flow.deleteFlow'],
    ['GET', '/zones//zone', undefined],
    ['GET', '/zones/zone/', 'zones.getZones'],
    ['PATCH', '/zones/zone', undefined],
  ] as const
  for (const [method, path, expected] of rows) {
    const match = routes.match(method, segmentsOf(path))
    assert.equal(match?.route.name, expected, `${method} ${path}`)
  }
})

test('queries may be nested', () => {
  const query = parseQuery('a=1&b%5Bc%5D%5Bd%5D=x%20y&e[]=1&e[]=2&__proto__[f]=1&g')
  assert.deepEqual(JSON.parse(JSON.stringify(query)), {
    ...{ a: '1', b: { c: { d: 'x y' } }, e: ['1', '2'], g: '' },
    ['__proto__']: { f: '1' },
  })
  assert.equal(Object.getPrototypeOf({})['f'], undefined)
})
