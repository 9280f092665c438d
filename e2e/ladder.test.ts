// The credential ladder against hubs: what its table says that a credential can grant is exactly what the
// virtual Homey lets that credential do, for each of the permissions that started this project.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  buildPath,
  GENERATIONS,
  type Generation,
  type Operation,
  operationsByPermission,
  pathParameters,
} from '@latchkey/catalogue'
import { CREDENTIAL_KINDS, type CredentialKind, canGrant, LADDER } from '@latchkey/homey'
import { startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'
import { ASKED_FOR } from './permissions-45.ts'
import { temporaryDirectory } from './world.ts'

const ID = '7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10'

/** How a token of each kind is had from a hub; undefined where there is none of that kind. */
const TOKENS: Readonly<
  Record<CredentialKind, (homey: VirtualHomey) => Promise<string | undefined>>
> = {
  'local-key': async (homey) => homey.key ?? undefined,
  'homey-cli': async ({ account, id }) => {
    using directory = temporaryDirectory()
    const file = await account?.writeCliLogin(directory.path)
    const { homeyApi } = JSON.parse(readFileSync(file ?? join(directory.path, 'none'), 'utf8'))
    return homeyApi[`homey-${id}`].token as string
  },
  'athom-client': async (homey) => {
    const { url, clientId, clientSecret, user, password } = homey.account ?? assert.fail()
    const form = {
      ...{ grant_type: 'password', client_id: clientId, client_secret: clientSecret },
      ...{ username: user, password },
    }
    const body = new URLSearchParams(form)
    const tokens = await json(fetch(`${url}/oauth2/token`, { method: 'POST', body }))
    const delegation = await json(
      fetch(`${url}/delegation/token?audience=homey`, {
        ...{ method: 'POST', body: '{}' },
        headers: {
          authorization: `Bearer ${(tokens as { access_token: string }).access_token}`,
          'content-type': 'application/json',
        },
      }),
    )
    const login = { method: 'POST', body: JSON.stringify({ token: delegation }) }
    const headers = { 'content-type': 'application/json' }
    return json(
      fetch(`${homey.address}/api/manager/users/login`, { ...login, headers }),
    ) as Promise<string>
  },
}

async function json(answer: Promise<Response>): Promise<unknown> {
  return (await answer).json()
}

async function isLetIn(homey: VirtualHomey, token: string, operation: Operation): Promise<boolean> {
  const ids = Object.fromEntries(pathParameters(operation).map((name) => [name, ID]))
  const hasBody = operation.method === 'POST' || operation.method === 'PUT'
  const answer = await fetch(`${homey.address}${buildPath(operation, ids)}`, {
    method: operation.method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(hasBody && { body: '{}' }),
  })
  await answer.arrayBuffer()
  assert.ok(answer.status !== 401 && answer.status !== 429, `${operation.id}: ${answer.status}`)
  return answer.status !== 403
}

async function openHub(generation: Generation): Promise<VirtualHomey> {
  // Time passes between any two looks at the clock, so that a Pro 2019 is never asked too quickly.
  let time = Date.UTC(2026, 0, 5, 12)
  const clock = () => {
    time += 200
    return new Date(time)
  }
  return startVirtualHomey({ home: 'apartment', generation, account: true, clock })
}

test('what the ladder promises is what hubs do', { timeout: 120_000 }, async () => {
  assert.equal(Object.keys(ASKED_FOR).length, 45)
  const count = { cells: 0, requests: 0, absent: 0 }
  const wrong: string[] = []
  for (const generation of GENERATIONS) {
    await using homey = await openHub(generation)
    const operations = operationsByPermission(generation)
    for (const kind of CREDENTIAL_KINDS) {
      const token = await TOKENS[kind](homey)
      const promised = LADDER[kind].scopes[generation] !== undefined
      if ((token !== undefined) !== promised) wrong.push(`${kind} on ${generation}: ${promised}`)
      for (const permission of Object.keys(ASKED_FOR)) {
        count.cells++
        const said = canGrant(kind, generation, permission)
        const all = operations.get(permission) ?? []
        if (all.length === 0) count.absent++
        let done = token !== undefined
        for (const operation of token === undefined ? [] : all) {
          count.requests++
          if (!(await isLetIn(homey, token ?? '', operation))) done = false
        }
        if (said !== done) wrong.push(`${kind} on ${generation}, ${permission}: says ${said}`)
      }
    }
  }
  console.log(
    `the ladder: ${count.cells} cells (${count.absent} of permissions that the generation lacks), ${count.requests} requests, ${wrong.length} wrong`,
  )
  assert.deepEqual(wrong, [])
})
