// Flows, Advanced Flows, their folders, cards and tags: what an app may see of them, make of them
// and set going.
import type { PermissionTable } from '../permission.ts'

export const FLOW_PERMISSIONS: PermissionTable = {
  'flow:read': {
    danger: 'read',
    label: 'See Flows',
    can: '{app} can see your Flows, with the cards in them.',
    risk: 'Flows tell how your home works, with whatever text you typed into their cards.',
    safer: 'only the Flows that you choose.',
  },
  'flow:create': {
    danger: 'full',
    escalates:
      'A new Flow can hold any card and any script, so it can do almost everything that your Homey can.',
    label: 'Create Flows',
    can: '{app} can make new Flows, and a Flow can do anything that your devices, apps and scripts can.',
    risk: 'Its Flows go on working after you take the access away, unless you have them switched off.',
    safer: 'only Flows without locks and scripts, left off until you switch them on.',
  },
  'flow:update': {
    danger: 'full',
    escalates:
      'A changed Flow can hold any card and any script, so it can do almost everything that your Homey can.',
    label: 'Change Flows',
    can: '{app} can change any Flow, yours too: its cards, its name, and whether it is on.',
    risk: 'A Flow that you trust does something else from then on, also after you take the access away.',
    safer: 'only Flows that it makes itself, without locks and scripts.',
  },
  'flow:enable': {
    danger: 'change',
    label: 'Switch Flows on/off',
    can: '{app} can switch a Flow on or off, without changing what is in it.',
    risk: 'A Flow that guards your home, for example against a leak, does nothing while it is off.',
    safer: 'only the Flows that you choose.',
  },
  'flow:start': {
    danger: 'control',
    label: 'Start Flows',
    can: '{app} can start your Flows, as you do with a tap.',
    risk: 'Whatever the Flow does happens at that moment, also when you are away or asleep.',
    safer: 'only the Flows that you choose.',
  },
  'flow:share': {
    danger: 'private',
    label: 'Share Flows',
    can: '{app} can send a copy of a Flow to Athom, the maker of Homey, to share it with others.',
    risk: 'The text that you typed into its cards goes along, and you cannot take a copy back.',
    safer: 'share the Flow yourself.',
  },
  'flow:delete': {
    danger: 'change',
    label: 'Delete Flows',
    can: '{app} can delete your Flows.',
    risk: 'What a deleted Flow did no longer happens, and Flows that start it stop working.',
    safer: 'only Flows that it made itself.',
  },
  'advanced-flow:read': {
    danger: 'read',
    label: 'See Advanced Flows',
    can: '{app} can see your Advanced Flows, with the cards and notes in them.',
    risk: 'Advanced Flows tell how your home works, with whatever text you typed into them.',
    safer: 'only the Advanced Flows that you choose.',
  },
  'advanced-flow:create': {
    danger: 'full',
    escalates:
      'A new Advanced Flow can hold any card and any script, so it can do almost everything that your Homey can.',
    label: 'Create Advanced Flows',
    can: '{app} can make new Advanced Flows, and these can do anything that your devices, apps and scripts can.',
    risk: 'Its Advanced Flows go on working after you take the access away, unless you have them switched off.',
    safer: 'only Advanced Flows without locks and scripts, left off until you switch them on.',
  },
  'advanced-flow:update': {
    danger: 'full',
    escalates:
      'A changed Advanced Flow can hold any card and any script, so it can do almost everything that your Homey can.',
    label: 'Change Advanced Flows',
    can: '{app} can change any Advanced Flow, yours too: its cards, its name, and whether it is on.',
    risk: 'An Advanced Flow that you trust does something else from then on, also after you take the access away.',
    safer: 'only Advanced Flows that it makes itself, without locks and scripts.',
  },
  'advanced-flow:enable': {
    danger: 'change',
    label: 'Switch Advanced Flows on/off',
    can: '{app} can switch an Advanced Flow on or off, without changing what is in it.',
    risk: 'An Advanced Flow that guards your home, for example against a leak, does nothing while it is off.',
    safer: 'only the Advanced Flows that you choose.',
  },
  'advanced-flow:start': {
    danger: 'control',
    label: 'Start Advanced Flows',
    can: '{app} can start your Advanced Flows, as you do with a tap.',
    risk: 'Whatever the Advanced Flow does happens at that moment, also when you are away or asleep.',
    safer: 'only the Advanced Flows that you choose.',
  },
  'advanced-flow:delete': {
    danger: 'change',
    label: 'Delete Advanced Flows',
    can: '{app} can delete your Advanced Flows.',
    risk: 'What a deleted Advanced Flow did no longer happens, and Flows that start it stop working.',
    safer: 'only Advanced Flows that it made itself.',
  },
  'flow-folder:read': {
    danger: 'read',
    label: 'See Flow folders',
    can: '{app} can see the folders that your Flows are in.',
    risk: 'The names of your Flow folders tell what you have your home do.',
    safer: 'only the Flow folders that you choose.',
  },
  'flow-folder:create': {
    danger: 'change',
    label: 'Create Flow folders',
    can: '{app} can make new Flow folders.',
    risk: 'Your list of Flows gets longer; nothing in your home moves.',
    safer: 'ask me every time.',
  },
  'flow-folder:update': {
    danger: 'change',
    label: 'Change Flow folders',
    can: '{app} can rename Flow folders and put one inside another.',
    risk: 'You no longer find a Flow where you left it.',
    safer: 'only Flow folders that it made itself.',
  },
  'flow-folder:delete': {
    danger: 'change',
    label: 'Delete Flow folders',
    can: '{app} can delete your Flow folders.',
    risk: 'The order that you brought into your Flows is gone, and has to be made again by hand.',
    safer: 'only Flow folders that it made itself.',
  },
  'flow-card:read': {
    danger: 'read',
    label: 'See Flow cards',
    can: '{app} can see which Flow cards your Homey has, and what can be chosen on them.',
    risk: 'The cards and their lists show your devices, your apps and the names of the people at home.',
    safer: 'only the cards of the devices that you choose.',
  },
  'flow-card:run': {
    danger: 'full',
    escalates:
      'A card can hold a script, and a script can do almost everything that your Homey can.',
    label: 'Run any Flow card',
    can: '{app} can carry out every Flow card straight away, from switching a device to sending a message to a phone.',
    risk: 'Locks, alarms and scripts have cards too, and {app} can use them without a Flow of yours.',
    safer: 'leave this out, and let {app} start only Flows that you choose.',
  },
  'flow-token:read': {
    danger: 'private',
    label: 'See tags',
    can: '{app} can see the tags that Flows use, and what they say at this moment.',
    risk: 'Tags tell what your devices measure and what your variables hold.',
    safer: 'only the tags of the devices that you choose.',
  },
  'webhook:trigger': {
    danger: 'control',
    label: 'Start Flows by webhook',
    can: '{app} can start the Flows that wait for a message from the internet (a webhook).',
    risk: 'Such a Flow takes the message for a real one, and does what you made it for.',
    safer: 'leave this out, and let {app} start only Flows that you choose.',
  },
}
