// Apps under development. Installing one would be running its code, which this hub never does.
import { invalid, notFound } from '../hub-error.ts'
import { recordEffect } from '../state/hub.ts'
import { documented, type Rows, text } from './behaviour.ts'

const NO_APPS = 'the code of apps is not run here'

export const devkit: Rows = {
  installApp: documented(NO_APPS, ({ hub }) => {
    recordEffect(hub, 'devkit-refused')
    throw invalid('This Homey Does Not Run Apps Under Development')
  }),
  uninstallApp: documented(NO_APPS, (call) => {
    throw notFound('DevkitSession', text(call, 'sessionId'))
  }),
  stopApp: documented(NO_APPS, (call) => {
    throw notFound('DevkitSession', text(call, 'session'))
  }),
  getAppStdOut: documented(NO_APPS, (call) => {
    throw notFound('DevkitSession', text(call, 'session'))
  }),
}
