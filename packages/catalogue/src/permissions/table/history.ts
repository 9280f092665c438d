// What a home remembers: the timeline and who writes in it, insights, and the monthly report.
import type { PermissionTable } from '../permission.ts'

export const HISTORY_PERMISSIONS: PermissionTable = {
  'timeline:read': {
    danger: 'private',
    label: 'Read the timeline',
    can: '{app} can read the messages in your timeline.',
    risk: 'They tell what happened in your home and when, such as who came and went.',
    safer: 'only messages of the devices that you choose.',
  },
  'timeline:mark-read': {
    danger: 'change',
    label: 'Mark messages as read',
    can: '{app} can mark messages in your timeline as read.',
    risk: 'A message that you have not seen looks as if you had.',
    safer: 'ask me every time.',
  },
  'timeline:delete': {
    danger: 'change',
    label: 'Delete timeline messages',
    can: '{app} can delete messages from your timeline.',
    risk: 'A message that you have not seen yet, such as one about a leak, is gone.',
    safer: 'ask me every time.',
  },
  'timeline-settings:read': {
    danger: 'read',
    label: 'See timeline settings',
    can: '{app} can see which devices and apps write in your timeline, and which send a message to your phone.',
    risk: '{app} knows what you are told of; it changes nothing.',
    safer: 'leave this out unless {app} helps you set up the timeline.',
  },
  'timeline-settings:update': {
    danger: 'change',
    label: 'Change timeline settings',
    can: '{app} can choose which devices and apps write in your timeline, and which send a message to your phone.',
    risk: 'A warning that you count on, such as one about smoke, no longer reaches your phone.',
    safer: 'only the devices that you choose.',
  },
  'insights:read': {
    danger: 'private',
    label: 'See insights',
    can: '{app} can see what your devices measured over hours, months and years.',
    risk: 'The graphs tell when you are at home, when you sleep and when you are away.',
    safer: 'only the devices that you choose.',
  },
  'insights:update': {
    danger: 'change',
    label: 'Change insights',
    can: '{app} can change the properties of a graph in insights, such as its name.',
    risk: 'You take a graph for something that it is not.',
    safer: 'only the devices that you choose.',
  },
  'insights:delete': {
    danger: 'change',
    label: 'Delete insights',
    can: '{app} can delete what your devices measured until now.',
    risk: 'What is deleted cannot be brought back, and your graphs begin again at nothing.',
    safer: 'only the devices that you choose.',
  },
  'report:read': {
    danger: 'private',
    label: 'Read monthly reports',
    can: '{app} can read the report that your Homey makes of each month.',
    risk: 'The report tells how you used your home that month.',
    safer: 'leave this out unless you know why {app} asks.',
  },
}
