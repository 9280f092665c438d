// The demonstration: an old Homey and the new one that its house is moving to, both made up, behind the
// gateway, a key that may do a little on the old one, and a sample app that asks for access. The data is in
// a directory of its own, and real hubs are refused there.
import { GENERATION_NAMES } from '@latchkey/catalogue'
import type { Installation } from '@latchkey/gateway'
import { startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'
import { type Owner, startSampleApp } from './sample-app.ts'

/** What the demonstration's key may do, and nothing else. */
const DEMO_PERMISSIONS: readonly string[] = [
  'device:read',
  'flow:create',
  'flow:read',
  'mood:create',
  'mood:read',
]

const KEY_NAME = 'Demo'

/** The homes, the one that the key is for first. */
const HOMES = [
  { home: 'villa', name: 'Villa', generation: 'pro-2019' },
  { home: 'villa-moved', name: 'New home', generation: 'pro-2023' },
] as const

/** A Homey without keys is opened by a session, which ends after a day; half of one is in time. */
const RENEW_EVERY = 12 * 60 * 60 * 1000

/** A demonstration that runs; `hubs` with their own addresses and keys, which are made up too. */
export interface Demo {
  /** A key of the gateway for the first hub. */
  readonly key: string
  readonly hubs: readonly Pick<VirtualHomey, 'id' | 'name' | 'generation' | 'address' | 'key'>[]
  /** Where the sample app is; null where it was not brought along. */
  readonly app: string | null
}

/** Starts the virtual homes and the sample app, adds them to the installation and makes the key; `url` is the gateway's. */
export async function startDemo(
  installation: Installation,
  url: string,
  stack: AsyncDisposableStack,
): Promise<Demo> {
  const owner: Owner = async <T>(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    payload?: object,
  ) => {
    const answer = await installation.owner.inject({ method, url, ...(payload && { payload }) })
    if (answer.statusCode >= 300)
      throw new Error(`The demonstration cannot start: ${answer.payload}`)
    return answer.json<T>()
  }
  const started = await Promise.all(HOMES.map((one) => startHome(one, owner, stack)))
  // Each start makes its own key, so those of earlier starts are of no use to anybody.
  for (const old of await owner<{ id: string; name: string; state: string }[]>('GET', '/keys')) {
    if (old.name === KEY_NAME && old.state === 'live') await owner('DELETE', `/keys/${old.id}`)
  }
  const made = await owner<{ key: string }>('POST', '/keys', {
    hub: HOMES[0].name,
    name: KEY_NAME,
    permissions: DEMO_PERMISSIONS,
  })
  const hubs = started.map(({ id, name, generation, address, key }) => {
    return { id, name, generation, address, key }
  })
  return { key: made.key, hubs, app: (await startSampleApp(url, owner, stack)) ?? null }
}

async function startHome(
  wanted: (typeof HOMES)[number],
  owner: Owner,
  stack: AsyncDisposableStack,
): Promise<VirtualHomey> {
  const homey: VirtualHomey = stack.use(await startVirtualHomey(wanted))
  const { name, address, generation } = homey
  const add = () =>
    owner('POST', '/hubs', { name, address, key: homey.key ?? homey.signIn(), generation })
  await add()
  if (homey.key === null) {
    // A renewal that fails is tried again in half a day; until then the hub refuses, and says so.
    const renewal = setInterval(() => void add().catch(() => {}), RENEW_EVERY).unref()
    stack.defer(() => clearInterval(renewal))
  }
  return homey
}

/** What to try with it, for who reads it at a terminal. `url` and `data` are the gateway's. */
export function demoText(demo: Demo, url: string, data: string): string {
  const [home] = demo.hubs
  const hubs = demo.hubs.map(
    (hub) => `  ${hub.name.padEnd(10)}${GENERATION_NAMES[hub.generation]}, at ${hub.address}`,
  )
  return `
Behind it are two made-up homes, an old Homey and the new one that the house moves to:

${hubs.join('\n')}

This key may do a little of what "${home?.name}" can:

  ${demo.key}
  ${DEMO_PERMISSIONS.join('  ')}

Try it with the official client. In another terminal, in this folder:

  node -e "
    const { HomeyAPI } = require('homey-api')
    HomeyAPI.createLocalAPI({ address: '${url}', token: '${demo.key}' }).then(async (api) => {
      const mood = await api.moods.createMood({ mood: { name: 'Reading', devices: {} } })
      console.log('made the mood', mood.name)
      await api.system.reboot().catch((error) => console.log('refused:', error.message))
    })"

${appText(demo)}And see what it did, and what was refused:

  npx latchkey audit --data ${data}
`
}

const appText = ({ app }: Demo): string =>
  app === null
    ? ''
    : `A sample app wants to see and switch the lamps. Open it, connect it, and decide what it may do (the
owner of this demonstration is asked, so become one first):

  ${app}

`
