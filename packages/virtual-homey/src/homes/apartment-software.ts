// The apartment's apps and scripts. One app keeps a secret in its settings.
import type { House } from './house.ts'

export type ApartmentSoftware = ReturnType<typeof describeSoftware>

/** Installs the apps. */
export function describeSoftware(house: House) {
  const scripts = house.app('com.athom.homeyscript', 'HomeyScript')
  const apps = {
    scripts,
    echo: house.app('com.example.echo', 'Echo', { greeting: 'Hello' }),
    hue: house.app('nl.example.lights', 'Bright Lights', { bridge: '192.168.1.20' }),
    climate: house.app('nl.example.climate', 'Warm Home', {
      username: 'olivia@example.com',
      refreshToken: 'SECRET-app-refresh-token',
    }),
    plugs: house.app('nl.example.plugs', 'Smart Plugs'),
  }
  return {
    ...apps,
    scriptList: [
      house.script('Count lights', 'const devices = await Homey.devices.getDevices()\nreturn 3\n'),
      house.script('Say hello', "tag('greeting', 'Hello')\nreturn true\n"),
      house.script('Night report', 'return `Everything is off`\n'),
    ],
  }
}
