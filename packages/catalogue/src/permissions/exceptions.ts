// Operations whose name does not tell what they do. Each row says which permission they need and
// why; everything that is not here follows the rule of verb and noun (`classify.ts`).

/** The permission that an operation needs, and the reason that the rule does not give it. */
export interface Exception {
  readonly permission: string
  readonly because: string
}

const needs = (permission: string, because: string): Exception => ({ permission, because })

/** By `<manager id>.<operation>`. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  // Apps
  'apps.updateApp': needs(
    'auto-update:update',
    'its only parameter is whether an app updates itself',
  ),
  'apps.enableApp': needs('app:enable', 'starts or stops an app for good'),
  'apps.disableApp': needs('app:enable', 'starts or stops an app for good'),
  'apps.restartApp': needs('app:restart', 'interrupts an app, changes nothing'),
  'apps.garbageCollectApp': needs('app:restart', 'interrupts an app, changes nothing'),
  'apps.installFromAppStore': needs('app:install', 'puts a new program on the hub'),
  'apps.uninstallApp': needs('app:uninstall', "removes a program with its devices' drivers"),
  'apps.getAppStd': needs(
    'app:report',
    "sends a crash report to the app's maker, in spite of its name",
  ),

  // The development kit: programs that never saw the App Store
  'devkit.installApp': needs('devkit:install', 'puts any program on the hub'),
  'devkit.runApp': needs('devkit:install', 'puts any program on the hub'),
  'devkit.stopApp': needs('devkit:stop', 'ends a program that was put there this way'),
  'devkit.uninstallApp': needs('devkit:stop', 'ends a program that was put there this way'),
  'devkit.startLedringAnimation': needs('led-ring:animate', 'plays on the LED ring'),
  'devkit.stopLedringAnimation': needs('led-ring:animate', 'plays on the LED ring'),

  // Devices
  'devices.setCapabilityValue': needs('device:control', 'moves something in the house'),
  'devices.deleteDeviceFromGroup': needs(
    'device-group:update',
    'changes the group, deletes no device',
  ),
  'devices.hideDeviceFromExternalService': needs(
    'google-sync:update',
    'excludes a device from the assistant',
  ),
  'devices.unhideDeviceFromExternalService': needs(
    'google-sync:update',
    'excludes a device from the assistant',
  ),

  // Pairing: whoever opens a session drives it and closes it
  'drivers.createPairSessionDevice': needs('pair-session:create', 'one step of pairing'),
  'drivers.deletePairSession': needs('pair-session:create', 'one step of pairing'),
  'drivers.emitPairingEvent': needs('pair-session:create', 'one step of pairing'),
  'drivers.emitPairingCallback': needs('pair-session:create', 'one step of pairing'),
  'drivers.emitPairingHeartbeat': needs('pair-session:create', 'one step of pairing'),
  'drivers.deletePairSessionDevice': needs('device:delete', 'unpairing removes the device'),

  // Energy
  'energy.resetReportDayCategories': needs('energy-report:update', 'changes stored reports'),
  'energy.enableDummyEnergyReports': needs('energy-report:update', 'changes stored reports'),
  'energy.disableDummyEnergyReports': needs('energy-report:update', 'changes stored reports'),
  'energydongle.checkFirmwareUpdateAvailable': needs('energy-dongle:read', 'asks, changes nothing'),
  'energydongle.installFirmwareUpdate': needs('energy-dongle:command', 'acts on the dongle'),
  'energydongle.reboot': needs('energy-dongle:command', 'acts on the dongle'),
  'energydongle.restartSettingsDiscovery': needs('energy-dongle:command', 'acts on the dongle'),
  'energydongle.createAndUploadDiagnosticReport': needs(
    'energy-dongle:report',
    'uploads data, under a read-only scope',
  ),

  // Experiments: one of them is SSH
  'experiments.enableExperiment': needs('experiment:update', 'switches a hidden feature'),
  'experiments.disableExperiment': needs('experiment:update', 'switches a hidden feature'),

  // Flows
  'flow.triggerFlow': needs('flow:start', 'starts, does not change'),
  'flow.triggerAdvancedFlow': needs('advanced-flow:start', 'starts, does not change'),
  'flow.shareFlow': needs('flow:share', 'uploads the Flow to Athom, under a read-only scope'),
  'flow.testFlow': needs('flow-card:run', 'carries out the cards that it is sent'),
  'flow.runFlowCardAction': needs('flow-card:run', 'carries out any card, past device:control'),
  'flow.runFlowCardCondition': needs('flow-card:run', 'carries out any card, scripts among them'),
  'logic.triggerWebhook': needs('webhook:trigger', 'a GET that starts Flows'),

  // Voice assistant
  'google-assistant.getState': needs('google-sync:read', 'the switch and its state are one thing'),
  'google-assistant.sync': needs(
    'google-sync:update',
    'makes the assistant read the devices again',
  ),

  // Matter, Thread, radio: what is spoken below the devices
  'matter.nodeThreadNetworkInformation': needs('matter:read', 'asks, changes nothing'),
  'matter.nodeWiFiNetworkInformation': needs('matter:read', 'asks, changes nothing'),
  'matter.nodeDiagnosticReport': needs(
    'matter:diagnose',
    'makes work for the network, under a read-only scope',
  ),
  'matter.resolveNodeAddress': needs(
    'matter:diagnose',
    'makes work for the network, under a read-only scope',
  ),
  'matter.pingNode': needs('matter:ping', 'makes a device answer'),
  'matter.forceNodeUpdate': needs('matter:update', 'has a device read anew'),
  'matter.installNodeAvailableFirmwareUpdate': needs(
    'matter-firmware:install',
    'replaces firmware, under a read-only scope',
  ),
  'matter.openCommissioningWindow': needs(
    'matter:share',
    'lets another controller take part in a device',
  ),
  'thread.apiEnable': needs('thread:update', 'a GET that changes the network'),
  'thread.apiDisable': needs('thread:update', 'a GET that changes the network'),
  'thread.apiReset': needs('thread:update', 'forms the network anew'),
  'thread.executeCommand': needs('thread:command', 'any command to the radio'),
  'thread.rescanBorderRouters': needs('border-router:read', 'looks again, changes nothing'),
  'ble.runCommand': needs('ble:command', 'any command to the radio'),
  'zigbee.runCommand': needs('zigbee:command', 'any command to the radio'),
  'zigbee.eraseNV': needs('zigbee:flash', 'erases or replaces what the radio runs on'),
  'zigbee.flashFirmware': needs('zigbee:flash', 'erases or replaces what the radio runs on'),
  'zigbee.getLastFlashResult': needs('zigbee:read', 'asks, changes nothing'),
  'zigbee.verifyFirmware': needs('zigbee:read', 'asks, changes nothing'),
  'zwave.runCommand': needs('zwave:command', 'any command to the radio'),
  'rf.emulate': needs('radio:send', 'sends what a remote control sends'),
  'rf.replay': needs('radio:send', 'sends what a remote control sends'),
  'rf.txInfraredProntohex': needs('radio:send', 'sends what a remote control sends'),
  'rf.record': needs('radio:record', 'listens to remote controls'),
  'coprocessor.pairBridge': needs('bridge:pair', 'connects a Homey Bridge'),

  // Moods and widgets
  'moods.setMood': needs('mood:set', 'puts a mood to work'),
  'dashboards.getWidgetStoreState': needs('widget-store:state', 'a state dump like every …/state'),

  // People
  'users.deleteUserMeProperties': needs('profile:update', 'a property set back, nobody deleted'),
  'presence.setPresentMe': needs(
    'own-presence:update',
    "speaks for the owner of the hub's credential",
  ),
  'presence.setAsleepMe': needs(
    'own-presence:update',
    "speaks for the owner of the hub's credential",
  ),
  'notifications.setNotificationRead': needs(
    'timeline:mark-read',
    'a write, under a read-only scope',
  ),
  'mobile.getSummary': needs('summary:read', 'counts of devices, Flows and people in one answer'),
  'mobile.onMobileEvent': needs('mobile:send', 'speaks as a phone'),

  // Speech and sound
  'speech-output.say': needs('speech:say', 'speaks in the house'),
  'speech-output.playVoiceSample': needs(
    'speech:play',
    'speaks in the house, but no words of its own',
  ),
  'speech-output.installVoice': needs('speech:update', 'voices are settings of speech'),
  'speech-output.uninstallVoice': needs('speech:update', 'voices are settings of speech'),
  'audio.playVolumeHint': needs('audio:play', 'makes a sound'),

  // Cameras
  'videos.getVideos': needs('camera:watch', 'never part of reading devices'),
  'videos.getVideoUrl': needs('camera:watch', 'never part of reading devices'),
  'videos.videoOffer': needs('camera:watch', 'never part of reading devices'),
  'videos.videoKeepAlive': needs('camera:watch', 'never part of reading devices'),

  // The hub itself
  'system.getSystemName': needs('system:read', "the hub's name is part of what it tells of itself"),
  'system.setSystemName': needs('system-name:update', 'a name, not the system'),
  'system.reboot': needs('system:reboot', 'the house stands still meanwhile'),
  'system.rebootOTA': needs('system:reboot', 'the house stands still meanwhile'),
  'system.rebootRecovery': needs('system:reboot', 'the house stands still meanwhile'),
  'system.enableWifi': needs('wifi:update', 'can cut the hub off'),
  'system.disableWifi': needs('wifi:update', 'can cut the hub off'),
  'system.sendLog': needs('system-log:send', 'uploads the log to Athom, under a read-only scope'),
  'system.createHeapdump': needs('system-debug:run', 'halts the hub and writes its memory out'),
  'system.runGC': needs('system-debug:run', 'halts the hub'),
  'system.startCPUProfile': needs('system-debug:run', 'slows the hub'),
  'system.stopCPUProfile': needs('system-debug:run', 'slows the hub'),
  'system.startProfile': needs('system-debug:run', 'slows the hub'),
  'system.stopProfile': needs('system-debug:run', 'slows the hub'),
  'updates.installUpdate': needs('update:install', 'replaces what the hub runs on'),
  'updates.abortInstallUpdate': needs('update:install', 'replaces what the hub runs on'),
  'updates.setWhatsNewRead': needs('update:mark-read', 'a DELETE, under a read-only scope'),
  'backup.scheduleBackup': needs('backup:create', 'makes a backup'),
  'database.optimize': needs('database:optimize', 'halts the hub'),
  'cloud.emitOAuth2Callback': needs('cloud-callback:send', "speaks as somebody's cloud to an app"),
  'cloud.emitWebhookCallback': needs('cloud-callback:send', "speaks as somebody's cloud to an app"),
}
