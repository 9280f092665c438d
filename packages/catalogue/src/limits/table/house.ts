// Limits: people, options, the timeline and the hub itself.
import type { LimitTable } from '../rule.ts'
import { ANY, each, FREE, GATEWAY, list, ROOM } from './words.ts'

const PEOPLE: LimitTable = {
  ...each('users', FREE, 'getUser getUsers getUserMe updateUserMe updateUserMeProperties'),
  ...each('users', FREE, 'deleteUserMeProperties'),
  ...each('users', ROOM, 'createUser updateUser deleteUser'),
  ...each('presence', FREE, 'getAsleep getPresent setAsleep setAsleepMe setPresent setPresentMe'),
  ...each('alarms', FREE, 'createAlarm deleteAlarm getAlarm getAlarms updateAlarm'),
  ...each('mobile', ROOM, 'getSummary onMobileEvent'),
  ...each('reports', ROOM, 'getMonthlyReport getMonthlyReportSummary'),
}

const TIMELINE: LimitTable = {
  'notifications.getNotifications': list('notification'),
  'notifications.getNotification': { judge: 'answer', answer: { one: 'notification' } },
  'notifications.getOwners': list('notificationowner'),
  'notifications.setOwnerEnabled': { judge: 'owned', what: 'owner' },
  'notifications.setOwnerPush': { judge: 'owned', what: 'owner' },
  ...each('notifications', ROOM, 'deleteNotification deleteNotifications setNotificationRead'),
}

const OPTIONS: LimitTable = {
  ...each('audio', FREE, 'getOptionVolume playVolumeHint setOptionVolume unsetOptionVolume'),
  ...each('geolocation', FREE, 'getOptionAddress getOptionLocation getOptionMode'),
  ...each('geolocation', FREE, 'setOptionAddress setOptionLocation setOptionMode'),
  ...each('geolocation', FREE, 'unsetOptionAddress unsetOptionLocation unsetOptionMode'),
  ...each('google-assistant', FREE, 'getOptionEnabled setOptionEnabled sync unsetOptionEnabled'),
  ...each('google-assistant', ROOM, 'getOptionPinCode setOptionPinCode unsetOptionPinCode'),
  ...each('i18n', FREE, 'getOptionLanguage getOptionUnits setOptionLanguage setOptionUnits'),
  ...each('i18n', FREE, 'unsetOptionLanguage unsetOptionUnits'),
  ...each('ledring', FREE, 'getOptionBrightness getOptionScreensaver getScreensavers'),
  ...each('ledring', FREE, 'setOptionBrightness setOptionScreensaver unsetOptionBrightness'),
  ...each('ledring', FREE, 'unsetOptionScreensaver'),
  ...each('speech-output', FREE, 'getOptionSpeed getOptionVoice getVoice getVoices installVoice'),
  ...each('speech-output', FREE, 'playVoiceSample say setOptionSpeed setOptionVoice'),
  ...each('speech-output', FREE, 'uninstallVoice unsetOptionSpeed unsetOptionVoice'),
  ...each('weather', FREE, 'getWeather getWeatherHourly'),
}

const HUB: LimitTable = {
  ...each('backup', ROOM, 'getOptionAutomaticBackupsEnabled getOptionLastSuccessfulBackup'),
  ...each('backup', ROOM, 'scheduleBackup setOptionAutomaticBackupsEnabled'),
  ...each('backup', ROOM, 'setOptionLastSuccessfulBackup unsetOptionAutomaticBackupsEnabled'),
  ...each('backup', ROOM, 'unsetOptionLastSuccessfulBackup'),
  ...each('cloud', ROOM, 'emitOAuth2Callback emitWebhookCallback'),
  ...each('database', ROOM, 'optimize'),
  ...each('experiments', FREE, 'getExperiments'),
  ...each('experiments', ROOM, 'disableExperiment enableExperiment'),
  ...each('system', FREE, 'getInfo getMemoryInfo getMemoryInfoTotal getStorageInfo'),
  ...each('system', FREE, 'getStorageInfoTotal getSystemName'),
  ...each('system', ROOM, 'createHeapdump disableWifi enableWifi getOptionForwardedPort reboot'),
  ...each('system', ROOM, 'rebootOTA rebootRecovery runGC sendLog setDebug setSystemName'),
  ...each('system', ROOM, 'setOptionForwardedPort startCPUProfile startProfile stopCPUProfile'),
  ...each('system', ROOM, 'stopProfile unsetOptionForwardedPort'),
  ...each('updates', FREE, 'getOptionAutoupdate getOptionChannel getOptionForceChannel'),
  ...each('updates', FREE, 'getOptionUpdateNotifications getUpdates getWhatsNew'),
  ...each('updates', FREE, 'setOptionAutoupdate setOptionChannel setOptionForceChannel'),
  ...each('updates', FREE, 'setOptionUpdateNotifications unsetOptionAutoupdate'),
  ...each('updates', FREE, 'unsetOptionChannel unsetOptionForceChannel'),
  ...each('updates', FREE, 'unsetOptionUpdateNotifications'),
  ...each('updates', ROOM, 'abortInstallUpdate installUpdate setWhatsNewRead'),
}

// A dump of what a manager keeps in its head is of the whole home at once.
const DUMPED =
  'api apps arp backup ble clock cloud coprocessor cron dashboards database devices devkit discovery ' +
  'drivers energy experiments flow flowtoken geolocation google-assistant i18n icons images insights ' +
  'ledring logic matter mobile moods notifications presence rf safety satellites security sessions ' +
  'system thread updates users vdevice videos weather webserver zigbee zones zwave'

const DUMPS: LimitTable = Object.fromEntries(
  DUMPED.split(' ').map((manager) => [`${manager}.getState`, ANY]),
)

const NEVER_ASKED: LimitTable = {
  ...each('sessions', GATEWAY, 'deleteSession getSessionMe getSessions'),
  ...each('system', GATEWAY, 'delete ping'),
  ...each('updates', GATEWAY, 'runHotfixJavaScript runHotfixSQL runHotfixShell'),
  ...each('users', GATEWAY, 'acceptSharingInvite createPersonalAccessToken deleteUserMe'),
  ...each('users', GATEWAY, 'deletePersonalAccessToken deleteUserLocalCredentials'),
  ...each('users', GATEWAY, 'deleteUserMeLocalCredentials getPersonalAccessTokens'),
  ...each('users', GATEWAY, 'grantInstallerAccess login loginLocal requestInstallerAccess'),
  ...each('users', GATEWAY, 'revokeInstallerAccess swapOwner swapOwnerInstaller'),
  ...each('users', GATEWAY, 'updateUserLocalCredentials updateUserMeLocalCredentials'),
}

/** By operation id. */
export const HOUSE_LIMITS: LimitTable = {
  ...PEOPLE,
  ...TIMELINE,
  ...OPTIONS,
  ...HUB,
  ...DUMPS,
  ...NEVER_ASKED,
}
