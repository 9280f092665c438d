// The operations that docs/decisions/0009 names by kind under "Refused" and "Free": each pattern is a
// phrase of the page.

/** Under any limit. */
export const NEVER: readonly RegExp[] = [/\.getState$/]

/** Not limited by rooms; consent says so. */
export const FREE: readonly RegExp[] = [
  /^users\.getUsers?$/,
  /^users\.(getUserMe|updateUserMe|(update|delete)UserMeProperties)$/,
  /^presence\.(get|set)(Present|Asleep)(Me)?$/,
  /^(i18n|geolocation|audio|speech-output)\.(get|set|unset)Option/,
  /^ledring\.((get|set|unset)Option|getScreensavers)/,
  /^energy\.((get|set|unset)Option|getCurrency)/,
  /^energy\.(fetchDynamicElectricityPrices|(get|set|unset)Dynamic|(get|set)ElectricityPriceType)/,
  /^updates\.((get|set|unset)Option|getUpdates$)/,
  /^google-assistant\.((get|set|unset)OptionEnabled|sync)$/,
  /^weather\.getWeather/,
  /^drivers\.getDrivers?$/,
  /^devices\.getCapabilit(y|ies)$/,
  /^files\.getIcon$/,
  /^dashboards\.getAppWidgets?$/,
  /^alarms\.(get|create|update|delete)Alarms?$/,
  /^experiments\.getExperiments$/,
  /^system\.(getInfo|getSystemName|getMemoryInfo|getStorageInfo)/,
]

/** Of one app: where it is named, under a room limit as well. */
export const UNDER_APPS: readonly RegExp[] = [
  /^apps\.(get|set|unset)AppSettings?$/,
  /^apps\.(enable|disable|restart|update|uninstall)App$/,
  /^apps\.(getAppStd|getAppUsage|getAppLocales)$/,
  /^app\.(get|post|put|delete)$/,
]

/** Refused under a room limit, allowed under any other. */
export const NOT_UNDER_ROOMS: readonly RegExp[] = [
  /^energy\.(getReport|getLiveReport|deleteReports|reset|enableDummy|disableDummy)/,
  /^insights\.(deleteLogs|getStorageInfo)$/,
  /^(mobile|reports|devkit|zwave|zigbee|thread|matter|ble|rf|coprocessor|database)\./,
  /^(satellites|security|cloud|backup|energydongle)\./,
  /^drivers\./,
  /^system\.(reboot|rebootOTA|rebootRecovery|sendLog|setSystemName|setDebug|enableWifi|disableWifi)$/,
  /^system\.(startProfile|stopProfile|(get|set|unset)OptionForwardedPort)$/,
  /^updates\.(installUpdate|abortInstallUpdate)$/,
  /^experiments\.(enable|disable)Experiment$/,
  /^users\.(createUser|updateUser|deleteUser)$/,
  /^logic\.triggerWebhook$/,
  /^dashboards\.(getWidgetStore|setWidgetStore|getAppWidgetAutocomplete)/,
  /^notifications\.(deleteNotifications?|setNotificationRead)$/,
  /^google-assistant\.(get|set|unset)OptionPinCode$/,
]
