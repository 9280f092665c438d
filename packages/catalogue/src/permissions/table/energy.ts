// Energy: what the home uses, what that costs, and the Homey Energy Dongle on the meter.
import type { PermissionTable } from '../permission.ts'

export const ENERGY_PERMISSIONS: PermissionTable = {
  'energy:read': {
    danger: 'private',
    label: 'See energy use',
    can: '{app} can see how much energy your home and your devices use, now and in the past.',
    risk: 'The use tells when you are at home, when you sleep and when you are away.',
    safer: 'only on the days and hours that you choose.',
  },
  'energy-price:read': {
    danger: 'read',
    label: 'See energy prices',
    can: '{app} can see what you pay for electricity, gas and water.',
    risk: '{app} knows your prices; it changes nothing.',
    safer: 'leave this out unless {app} has to do with what energy costs.',
  },
  'energy-price:update': {
    danger: 'change',
    label: 'Change energy prices',
    can: '{app} can change what your Homey takes as the price of electricity, gas and water.',
    risk: 'Your Homey counts wrong costs, and Flows that wait for a low price start at the wrong hour.',
    safer: 'fill in the prices yourself.',
  },
  'energy-report:update': {
    danger: 'change',
    label: 'Change energy reports',
    can: '{app} can reset how your daily energy reports are divided, and switch made-up reports, meant for testing, on or off.',
    risk: 'Your reports show something else than what your home used.',
    safer: 'leave this out unless you know why {app} asks.',
  },
  'energy-report:delete': {
    danger: 'change',
    label: 'Delete energy reports',
    can: '{app} can delete the reports of what your home used.',
    risk: 'What is deleted cannot be brought back, and you can no longer compare with last year.',
    safer: 'leave this out unless you know why {app} asks.',
  },
  'phase-load:read': {
    danger: 'read',
    label: 'See fuse limits',
    can: '{app} can see how much electricity your home may take at once, as you set it.',
    risk: '{app} knows how big your main fuse is; it changes nothing.',
    safer: 'leave this out unless {app} has to do with energy.',
  },
  'phase-load:update': {
    danger: 'change',
    label: 'Change fuse limits',
    can: '{app} can change how much electricity your Homey thinks your home may take at once.',
    risk: 'With a limit that is too high, your Homey does not warn you before the main fuse blows.',
    safer: 'set the limit yourself.',
  },
  'energy-dongle:read': {
    danger: 'private',
    label: 'Read the Energy Dongle',
    can: '{app} can see what your meter tells the Energy Dongle, and how the dongle is set.',
    risk: 'The meter tells every few seconds what you use, and that shows whether somebody is at home.',
    safer: 'only on the days and hours that you choose.',
  },
  'energy-dongle:update': {
    danger: 'change',
    label: 'Change the Energy Dongle',
    can: '{app} can change how the Energy Dongle talks to your meter, and when it warns you of too much use.',
    risk: 'With wrong settings the dongle no longer reads your meter, or no longer warns you.',
    safer: 'ask me every time.',
  },
  'energy-dongle:command': {
    danger: 'change',
    label: 'Update the Energy Dongle',
    can: '{app} can restart the Energy Dongle, have it look for its settings again, and put new firmware on it.',
    risk: 'The dongle measures nothing meanwhile, and firmware that was replaced does not come back by itself.',
    safer: 'ask me every time.',
  },
  'energy-dongle:report': {
    danger: 'private',
    label: 'Send Energy Dongle report',
    can: '{app} can send Athom, the maker of Homey, a report on the Energy Dongle.',
    risk: 'What the report says about your meter leaves your home.',
    safer: 'send the report yourself.',
  },
}
