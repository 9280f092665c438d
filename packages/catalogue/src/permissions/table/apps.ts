// Programs on the hub: apps with their settings and interfaces, HomeyScript, and apps of developers.
import type { PermissionTable } from '../permission.ts'

export const APP_PERMISSIONS: PermissionTable = {
  'app:read': {
    danger: 'read',
    label: 'See apps',
    can: '{app} can see which apps are on your Homey, and whether they run.',
    risk: 'The list tells which brands and services you use; it changes nothing.',
    safer: 'only the apps that you choose.',
  },
  'app:install': {
    danger: 'full',
    escalates:
      'An installed app can have the right to control every device and change the settings of every app, past Latchkey.',
    label: 'Install apps',
    can: '{app} can put new programs on your Homey.',
    risk: 'Such a program keeps working after you take the access of {app} away, and Latchkey cannot see what it does.',
    safer: 'install the app yourself.',
  },
  'app:enable': {
    danger: 'change',
    label: 'Switch apps on/off',
    can: '{app} can switch the apps on your Homey on or off.',
    risk: 'While an app is off its devices do not answer, and Flows that use it stop working.',
    safer: 'only the apps that you choose.',
  },
  'app:restart': {
    danger: 'control',
    label: 'Restart apps',
    can: '{app} can start the apps on your Homey anew.',
    risk: 'The devices of an app do not answer until it runs again.',
    safer: 'only the apps that you choose.',
  },
  'app:report': {
    danger: 'private',
    label: 'Send crash reports',
    can: '{app} can send the maker of an app a report of what went wrong, in its own words.',
    risk: 'Whatever {app} writes in that report leaves your home.',
    safer: 'send the report yourself.',
  },
  'app:uninstall': {
    danger: 'change',
    label: 'Remove apps',
    can: '{app} can remove apps from your Homey.',
    risk: 'The devices of a removed app stop working, and so do the Flows that use them.',
    safer: 'remove the app yourself.',
  },
  'app-settings:read': {
    danger: 'private',
    label: 'Read settings of apps',
    can: '{app} can read the settings of your apps, with the passwords and sign-ins that they keep there, for example for {apps}.',
    risk: '{app} can use them outside your home, and you will not see it here.',
    safer: 'only the settings of the apps that you choose.',
  },
  'app-settings:update': {
    danger: 'change',
    escalates:
      'HomeyScript keeps its scripts in its settings, so whoever changes those can write a script, which can do almost everything that your Homey can.',
    label: 'Change settings of apps',
    can: '{app} can change the settings of your apps.',
    risk: "With this {app} can change codes, switch off alarms and limits, or send an app's data to another place.",
    safer: 'only the settings of the apps that you choose.',
  },
  'app-api:call': {
    danger: 'change',
    escalates:
      'Some apps have the right to control every device and change the settings of every app, and one that passes on what it is asked gives {app} the same.',
    label: 'Talk to your apps',
    can: '{app} can ask the apps on your Homey to do anything that they offer to other programs.',
    risk: 'Each app decides by itself what that is, and Latchkey cannot tell what a question to it brings about.',
    safer: 'only the apps that you choose.',
  },
  'auto-update:read': {
    danger: 'read',
    label: 'See automatic updates',
    can: '{app} can see whether your Homey updates by itself.',
    risk: '{app} knows whether updates come by themselves; it changes nothing.',
    safer: 'leave this out unless {app} looks after your updates.',
  },
  'auto-update:update': {
    danger: 'change',
    label: 'Change automatic updates',
    can: '{app} can choose whether your Homey and its apps update by themselves.',
    risk: 'Without updates, mistakes that make your Homey unsafe are not repaired.',
    safer: 'ask me every time.',
  },
  'homeyscript:read': {
    danger: 'private',
    label: 'Read scripts',
    can: '{app} can read your scripts in HomeyScript.',
    risk: 'A script tells how your home works, with any password that somebody wrote in it.',
    safer: 'only the scripts that you choose.',
  },
  'homeyscript:create': {
    danger: 'full',
    escalates:
      'As soon as a Flow or somebody at home runs the script, it can do almost everything that your Homey can.',
    label: 'Write new scripts',
    can: '{app} can write new scripts: small programs that can do almost everything your Homey can.',
    risk: '{app} can leave one behind that runs later, also after you take the access away.',
    safer: 'leave this out, and put the script in a Flow that {app} may start.',
  },
  'homeyscript:update': {
    danger: 'full',
    escalates:
      'A script that your Flows already run gets other code, and that can do almost everything that your Homey can.',
    label: 'Change scripts',
    can: '{app} can change your scripts: small programs that can do almost everything your Homey can.',
    risk: 'A script that your Flows run does something else from then on, also after you take the access away.',
    safer: 'leave this out, and put the script in a Flow that {app} may start.',
  },
  'homeyscript:run': {
    danger: 'full',
    escalates:
      '{app} can send its own program along with the order to run, and that can do almost everything that your Homey can.',
    label: 'Run scripts',
    can: '{app} can run your scripts and scripts that it brings along, and a script can do almost everything your Homey can.',
    risk: 'It can do so at any time, and what a script changed stays changed.',
    safer: 'leave this out, and put the script in a Flow that {app} may start.',
  },
  'homeyscript:delete': {
    danger: 'change',
    label: 'Delete scripts',
    can: '{app} can delete your scripts in HomeyScript.',
    risk: 'Flows that run a deleted script stop working.',
    safer: 'only scripts that it made itself.',
  },
  'devkit:read': {
    danger: 'private',
    label: 'Read along with developers',
    can: '{app} can see what an app that is being developed writes down, and how hard it works.',
    risk: 'Such notes show what the app is doing, and now and then a password.',
    safer: 'leave this out unless you develop apps yourself.',
  },
  'devkit:install': {
    danger: 'full',
    escalates:
      'An app that is installed this way can have the right to control every device and change the settings of every app, past Latchkey.',
    label: 'Install apps of developers',
    can: '{app} can put any program on your Homey, also one that nobody at Athom, the maker of Homey, has looked at.',
    risk: 'Such a program keeps working after you take the access of {app} away, and Latchkey cannot see what it does.',
    safer: 'install apps from the Homey App Store yourself.',
  },
  'devkit:stop': {
    danger: 'change',
    label: 'Remove apps of developers',
    can: '{app} can stop and remove the apps that a developer put on your Homey.',
    risk: 'The devices of such an app stop working, and so do the Flows that use them.',
    safer: 'leave this out unless you develop apps yourself.',
  },
  'cloud-callback:send': {
    danger: 'change',
    label: 'Speak as an internet service',
    can: '{app} can tell the apps on your Homey things in the name of an internet service, such as that somebody signed in.',
    risk: "An app takes it for true: it starts Flows, or goes on with somebody else's account.",
    safer: 'leave this out unless you know why {app} asks.',
  },
}
