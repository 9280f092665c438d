// Every operation of every manager, called by the unmodified official client on each generation that it
// knows, over HTTP and over the socket. Prints how many were exercised of how many exist; what the
// hub refuses is listed by hand, with the reason.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { plausibleArguments, rank } from '../behaviours/plausible.test-support.ts'
import { GENERATIONS, type Generation } from '../generations/generation.ts'
import { routesOfGeneration } from '../generations/routes.ts'
import type { Route } from '../http/routes.ts'
import { startVirtualAccount, startVirtualHomey } from '../index.ts'

const { AthomCloudAPI } = createRequire(import.meta.url)('homey-api')

interface Outcome {
  readonly name: string
  readonly status: number
  readonly message: string
}

async function exercise(
  generation: Generation,
  transport: 'HTTP' | 'socket',
): Promise<{ outcomes: readonly Outcome[]; bySocket: number }> {
  let time = Date.UTC(2026, 0, 5, 12)
  const clock = () => {
    time += 150
    return new Date(time)
  }
  await using homey = await startVirtualHomey({ home: 'apartment', generation, clock })
  await using account = await startVirtualAccount({ hubs: [homey], clock })
  const signIn = async () => {
    const cloud = new AthomCloudAPI({
      ...{ baseUrl: account.url, clientId: account.cliClientId, clientSecret: 'any' },
    })
    await cloud.authenticateWithPassword(account.user, account.password)
    const user = await cloud.getAuthenticatedUser()
    return user.getFirstHomey().authenticate({ reconnect: false })
  }
  const api = await signIn()
  const overSocket = transport === 'socket'
  if (overSocket) await api.zones.connect()
  const managers = Object.values(api.getSpecification().managers) as {
    id: string
    idCamelCase: string
  }[]
  const called = new Map(managers.map((one) => [one.id, one.idCamelCase]))
  const outcomes: Outcome[] = []
  const routes = routesOfGeneration(generation).all.toSorted((a, b) => order(a) - order(b))
  for (const route of routes) {
    const { name, manager } = route
    const operation = name.slice(manager.length + 1)
    const args = plausibleArguments(homey.state, 'pro-2023', route)
    const on = { $socket: overSocket, $cache: false, shouldRetry: false }
    const [status, message] = await api[called.get(manager) ?? manager]
      [operation]({ ...args, ...on })
      .then(() => [200, ''])
      .catch((error: { statusCode?: number; message: string }) => [
        error.statusCode ?? 0,
        error.message,
      ])
    outcomes.push({ name, status, message })
  }
  await api.destroy?.()
  const bySocket = homey.requests.filter((one) => one.method === 'SOCKET').length
  return { outcomes, bySocket }
}

/** These change who may ask, so they come last of all. */
const LAST = ['users.swapOwner', 'users.deleteUser', 'sessions.deleteSession']

const order = ({ name, ...route }: Route): number =>
  LAST.includes(name) ? 10 + LAST.indexOf(name) : rank({ name, ...route })

/** What a hub refuses of all this, and why: by what it says, and for which operations. */
const REFUSED: readonly (readonly [said: RegExp, operations: RegExp, why: string])[] = [
  [
    /Not Found: (EnergyDongle|MatterNode|Satellite|Bridge|Video) /,
    /^(energydongle|matter|satellites|coprocessor|videos)\./,
    'the apartment has none of these',
  ],
  [/Not Found: MonthlyReport /, /^reports\./, 'a hub in software has no past'],
  [/Not Found: DevkitSession /, /^devkit\./, 'no app is under development here'],
  [
    /Under Development|Invalid JSON/,
    /^devkit\.(installApp|runApp)$/,
    'an app cannot be built from these arguments',
  ],
  [/Not Found: PairSession /, /^drivers\./, 'none is open yet, or it was closed just before'],
  [
    /Not Found: Device /,
    /^drivers\.deletePairSessionDevice$/,
    'the device was deleted just before',
  ],
  [
    /Not Found: Capability /,
    /^devices\.getCapability$/,
    'the arguments are of the later generation',
  ],
  [
    /Not Found: Log /,
    /^insights\.delete/,
    'all logs were deleted just before, or the arguments are of the later generation',
  ],
  [
    /Not Found: (Invite|User|Session|PersonalAccessToken) /,
    /^(users|sessions)\./,
    'it names nobody',
  ],
  [
    /Device Is In A Group/,
    /^devices\.createGroup$/,
    'the light was put into another group just before',
  ],
  [/Not Connected To The Cloud/, /^flow\.shareFlow$/, 'there is no sharing service'],
  [
    /missing_api_method/,
    /^insights\.getStorageInfo$/,
    'so does a real Pro 2019, in spite of its specification',
  ],
  [/You do not have access/, /^updates\.runHotfix/, 'nobody may run these'],
  [/Cannot Be Removed/, /^speech-output\.uninstallVoice$/, 'a voice of the hub stays'],
  [/Owner Cannot Be Deleted|Must Be Owner/, /^users\./, 'the owner stays'],
  [
    /Invalid Token/,
    /^users\.(login|requestInstallerAccess|swapOwnerInstaller)$/,
    'no token can be made up',
  ],
  [/Invalid Session Type/, /PersonalAccessToken/, 'a session of this kind may not'],
  [/Missing Parameter/, /^sessions\.deleteSession$/, 'no other session is left to be ended'],
]

for (const generation of GENERATIONS) {
  for (const transport of ['HTTP', 'socket'] as const) {
    test(`${generation} by ${transport}: the official client calls every operation`, {
      timeout: 60_000,
    }, async () => {
      const { outcomes, bySocket } = await exercise(generation, transport)
      const refused = outcomes.filter((one) => one.status !== 200)
      const counts = `exercised ${outcomes.length} of ${routesOfGeneration(generation).all.length}, answered ${outcomes.length - refused.length}, refused ${refused.length}`
      console.log(`${generation} ${transport}: ${counts}`)
      const explained = ({ name, message }: Outcome): boolean =>
        REFUSED.some(([said, operations]) => said.test(message) && operations.test(name))
      assert.deepEqual(
        refused.filter((one) => !explained(one)),
        [],
      )
      assert.equal(outcomes.length, routesOfGeneration(generation).all.length)
      // The client asks for its session and signs in by HTTP whatever it was told.
      assert.ok(
        transport === 'HTTP' ? bySocket === 0 : bySocket > outcomes.length - 5,
        `${bySocket}`,
      )
    })
  }
}
