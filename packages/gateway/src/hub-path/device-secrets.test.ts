// Secrets among the settings of devices of a Pro 2019, where the drivers of two apps may be called
// alike: what one app's driver calls a password must not decide about the other's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HubConnection, localKey } from '@latchkey/homey'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { DeviceSecrets } from './device-secrets.ts'

test('drivers of two apps with one name are kept apart, in the form of the hub too', async () => {
  await using homey = await startVirtualHomey({
    generation: 'pro-2019',
    home: {
      name: 'two',
      describe: (house) => {
        house.user('Olivia', 'owner')
        const zone = house.zone('Home', { icon: 'home' })
        for (const [name, type] of [
          ['Open', 'text'],
          ['Closed', 'password'],
        ] as const) {
          const app = house.app(`com.example.${name.toLowerCase()}`, name)
          const driver = [app, 'plug'] as const
          const settings = [[{ id: 'entry', type, label: 'Entry' }, 'value']] as const
          house.device(name, { in: zone, class: 'socket', driver, has: { onoff: true }, settings })
        }
      },
    },
  })
  await using connection = new HubConnection({
    ...{ address: homey.address, generation: 'pro-2019' },
    credential: localKey(homey.signIn()),
  })
  const secrets = new DeviceSecrets(connection)
  const answer = await fetch(`${homey.address}/api/manager/devices/device/`, {
    headers: { authorization: `Bearer ${homey.signIn()}` },
  })
  const devices = Object.values((await answer.json()) as Record<string, { name: string }>)
  const shown = await Promise.all(devices.map((device) => secrets.cut({ ...device })))
  assert.deepEqual(
    shown.map(({ name, driverId, settings }) => [name, driverId, settings]),
    [
      ['Open', 'plug', { entry: 'value' }],
      ['Closed', 'plug', {}],
    ],
  )
})
