// Devices: seeing, moving, setting up, pairing and removing them. Locks, garage doors, alarms and
// sirens have a permission of their own.
import type { PermissionTable } from '../permission.ts'

export const DEVICE_PERMISSIONS: PermissionTable = {
  'device:read': {
    danger: 'read',
    label: 'See devices',
    can: '{app} can see your devices, their settings without passwords, and whether they are on, open or warm.',
    risk: '{app} knows what you have and how it stands; it changes nothing.',
    safer: 'only the rooms that you choose.',
  },
  'device:control': {
    danger: 'control',
    label: 'Control devices',
    can: '{app} can switch, dim and set your devices, but not locks, garage doors, alarms and sirens.',
    risk: 'It can do so at any time, also when you are away or asleep.',
    safer: 'only the devices or rooms that you choose.',
  },
  'security-device:control': {
    danger: 'control',
    label: 'Control locks and alarms',
    can: '{app} can also control the devices that guard your home: {devices}.',
    risk: 'It can open, close, switch on and off these devices at any time, also when you are away or asleep.',
    safer: 'ask me every time for {devices}.',
  },
  'device:update': {
    danger: 'change',
    label: 'Rename and move devices',
    can: '{app} can change the name, room, icon and note of your devices, and hide them.',
    risk: 'A device that is put in another room goes along with what Flows do to that room.',
    safer: 'only the devices that you choose.',
  },
  'device:delete': {
    danger: 'change',
    label: 'Remove devices',
    can: '{app} can remove devices from your Homey.',
    risk: 'A removed device must be paired again by hand, and the Flows that use it stop working.',
    safer: 'ask me every time.',
  },
  'device-settings:read': {
    danger: 'private',
    label: 'See settings of devices',
    can: '{app} can see the settings of your devices, without the passwords.',
    risk: 'Settings tell how your devices are set up, and often where they are in your network.',
    safer: 'only the settings of the devices that you choose.',
  },
  'device-secret:read': {
    danger: 'private',
    label: 'See passwords of devices',
    can: '{app} can also see the passwords in the settings of your devices.',
    risk: '{app} can use them outside your home, and you will not see it here.',
    safer: 'settings without passwords.',
  },
  'device-settings:update': {
    danger: 'change',
    escalates:
      'Some apps carry out what stands in the settings of their devices, such as a command, and do with it whatever your Homey lets such an app do.',
    label: 'Change settings of devices',
    can: '{app} can change the settings of your devices.',
    risk: "With this {app} can change codes, switch off alarms and limits, or send a device's data to another place.",
    safer: 'only the settings of the devices that you choose.',
  },
  'device-group:create': {
    danger: 'change',
    label: 'Make groups of devices',
    can: '{app} can put devices together in a group, so that they act as one.',
    risk: 'Whoever switches the group switches every device in it.',
    safer: 'only with devices that you choose.',
  },
  'device-group:update': {
    danger: 'change',
    label: 'Change groups of devices',
    can: '{app} can rename a group of devices, and put devices in it or take them out.',
    risk: 'Whatever switches the group, such as a Flow, switches other devices from then on.',
    safer: 'only the groups that you choose.',
  },
  'driver:read': {
    danger: 'read',
    label: 'See kinds of devices',
    can: '{app} can see which kinds of devices your Homey can pair.',
    risk: 'The list tells for which brands you have apps.',
    safer: 'leave this out unless {app} helps you pair devices.',
  },
  'pair-session:read': {
    danger: 'read',
    label: 'See what is pairing',
    can: '{app} can see which devices are being paired at this moment.',
    risk: 'While you pair a device, {app} knows which one.',
    safer: 'leave this out unless {app} helps you pair devices.',
  },
  'pair-session:create': {
    danger: 'change',
    escalates:
      'Pairing sends an app on your Homey whatever {app} wants, and an app with the right to control every device can carry that out.',
    label: 'Pair new devices',
    can: '{app} can connect new devices to your Homey, and set up again the ones that you have.',
    risk: 'A device that you did not choose takes part in your home, and stays after you take the access away.',
    safer: 'only add, not remove; stop after an hour.',
  },
  'icon:read': {
    danger: 'read',
    label: 'See icons',
    can: '{app} can see the icons of your devices and apps.',
    risk: 'An icon shows what kind of thing you have, and nothing more.',
    safer: 'leave this out: {app} then shows your devices without icons.',
  },
}
