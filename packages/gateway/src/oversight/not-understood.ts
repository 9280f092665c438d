// Calls of which nobody can tell what they bring about: they count as everything that a rule protects.
// Patterns of operation ids; the first that fits says why.

const ROWS: readonly (readonly [operations: RegExp, because: string])[] = [
  [/^homeyscript\.(?:create|update|run)Script$/, 'code can do anything'],
  [/^app\./, 'only the app knows what its own calls do'],
  [/^apps\.(?:setAppSetting|unsetAppSetting)$/, 'only the app knows what its settings do'],
  [/^apps\.installFromAppStore$/, 'a new app can do anything'],
  [/^devkit\.(?:installApp|runApp)$/, 'a new app can do anything'],
  [/^drivers\./, 'only the driver knows what its pairing does'],
  [/^(?:zwave|zigbee|ble|thread)\.(?:runCommand|executeCommand)$/, 'a command to a radio'],
  [/^rf\.(?:emulate|replay|txInfraredProntohex)$/, 'a radio or infrared signal may open anything'],
  [/^matter\.(?:openCommissioningWindow|setOptionPaaSettings)$/, 'another controller gets in'],
  [/^coprocessor\.pairBridge$/, 'another device gets in'],
  [/^cloud\.emit/, 'only the app knows what its webhook does'],
  [/^logic\.triggerWebhook$/, 'only Flows know what the webhook does'],
  [/^mobile\.onMobileEvent$/, 'only Flows and apps know what the event does'],
  [/^experiments\.enableExperiment$/, 'an experiment may open the hub itself'],
  [/^system\.(?:setDebug|setOptionForwardedPort|createHeapdump)$/, 'it opens the hub itself'],
  [/^users\.(?:createUser|updateUser)$/, 'whoever is let in may do anything'],
  [/^dashboards\.setWidgetStoreState$/, 'only the widget knows what its data does'],
]

/** Whether nobody can tell what an operation brings about. */
export function isNotUnderstood(operation: string): boolean {
  return ROWS.some(([operations]) => operations.test(operation))
}
