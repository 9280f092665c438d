// People and where they live: who may use the Homey, who is at home, the address, the phones.
import type { PermissionTable } from '../permission.ts'

export const PEOPLE_PERMISSIONS: PermissionTable = {
  'user:read': {
    danger: 'private',
    label: 'See people',
    can: '{app} can see who uses your Homey: their names, what they may do, and whether they are at home or asleep.',
    risk: 'Together that tells when the house is empty.',
    safer: 'only on the days and hours that you choose.',
  },
  'user:create': {
    danger: 'change',
    escalates:
      'Somebody who is invited as a manager can do almost everything that you can, past Latchkey.',
    label: 'Invite people',
    can: '{app} can make an invitation for somebody to use your Homey.',
    risk: 'Whoever takes up the invitation can use your home, and still can after you take the access of {app} away.',
    safer: 'invite people yourself; say no unless you started this yourself.',
  },
  'user:update': {
    danger: 'change',
    escalates:
      'It can make somebody a manager, who can do almost everything that you can, past Latchkey.',
    label: 'Change rights of people',
    can: '{app} can change what somebody may do with your Homey, and let somebody in or shut somebody out.',
    risk: 'A guest can become a manager, and your family can lose their access.',
    safer: 'change it yourself; say no unless you started this yourself.',
  },
  'user:delete': {
    danger: 'change',
    label: 'Remove people',
    can: '{app} can remove people from your Homey.',
    risk: 'Somebody in your family can no longer use the house until you invite them again.',
    safer: 'remove people yourself; say no unless you started this yourself.',
  },
  'profile:read': {
    danger: 'private',
    label: 'See your profile',
    can: '{app} can see your own name, picture and favourites, and whether you are at home or asleep.',
    risk: 'Over time that tells when you are away.',
    safer: 'leave this out unless you know why {app} asks.',
  },
  'profile:update': {
    danger: 'change',
    label: 'Change your profile',
    can: '{app} can change your own name and favourites, and on an older Homey also your e-mail address.',
    risk: 'You appear in your Homey under a name, with favourites or at an address that are not yours.',
    safer: 'ask me every time.',
  },
  'presence:read': {
    danger: 'private',
    label: 'See who is home',
    can: '{app} can see who is at home and who is asleep.',
    risk: 'That tells when the house is empty.',
    safer: 'only on the days and hours that you choose.',
  },
  'presence:update': {
    danger: 'control',
    label: 'Say who is home',
    can: '{app} can tell your Homey that somebody is at home, away, asleep or awake.',
    risk: 'Flows that listen to it start, such as one that switches off the alarm when you come home.',
    safer: 'ask me every time.',
  },
  'own-presence:update': {
    danger: 'control',
    label: 'Say that you are home',
    can: '{app} can tell your Homey that you are at home, away, asleep or awake.',
    risk: 'Flows that listen to it start, such as one that switches off the alarm when you come home.',
    safer: 'ask me every time.',
  },
  'location:read': {
    danger: 'private',
    label: 'See where you live',
    can: '{app} can see the address of your home, and its place on the map.',
    risk: 'Together with who is at home, that tells which house is empty.',
    safer: 'leave this out unless you know why {app} asks.',
  },
  'location:update': {
    danger: 'change',
    label: 'Change where you live',
    can: '{app} can change the address of your home, and its place on the map.',
    risk: 'Your Homey takes sunrise and the weather from another place, and Flows that use them go wrong.',
    safer: 'set the address yourself.',
  },
  'weather:read': {
    danger: 'read',
    label: 'See the weather',
    can: '{app} can see the weather at your home, now and in the hours ahead.',
    risk: 'The weather tells roughly in which part of the country you live.',
    safer: 'leave this out unless {app} does something with the weather.',
  },
  'summary:read': {
    danger: 'read',
    label: 'Count devices, Flows, people',
    can: '{app} can see how many devices, Flows and people your Homey has.',
    risk: 'It tells how big your household is, in numbers.',
    safer: 'leave this out unless {app} shows an overview of your home.',
  },
  'mobile:send': {
    danger: 'control',
    label: 'Speak as a phone',
    can: '{app} can send your Homey what the phone of somebody at home sends, such as that it left or came back.',
    risk: 'Your Homey takes it for the phone, and the Flows that listen to it start.',
    safer: 'leave this out unless you know why {app} asks.',
  },
}
