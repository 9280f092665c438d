// What each manager's operations are about: the nouns in their names, and the resource that the
// noun is called in a permission. A noun that is not listed has no permission, and is denied.

/** A manager's resources. */
export interface ManagerResources {
  /** What `getState` and options belong to: `<resource>:state`, `:read`, `:update`. */
  readonly resource: string
  /** Singular noun in an operation's name → resource. `Option…` names override `resource`. */
  readonly nouns?: Readonly<Record<string, string>>
}

/** By the manager's id on the wire (`google-assistant`, not `googleAssistant`). */
export const RESOURCES: Readonly<Record<string, ManagerResources>> = {
  alarms: { resource: 'alarm', nouns: { Alarm: 'alarm' } },
  api: { resource: 'api' },
  apps: {
    resource: 'app',
    nouns: { App: 'app', AppLocale: 'app', AppUsage: 'app', AppSetting: 'app-settings' },
  },
  arp: { resource: 'arp' },
  audio: { resource: 'audio' },
  backup: { resource: 'backup' },
  ble: { resource: 'ble' },
  clock: { resource: 'clock' },
  cloud: { resource: 'cloud' },
  coprocessor: {
    resource: 'bridge',
    nouns: {
      Bridge: 'bridge',
      Log: 'bridge',
      Config: 'bridge',
      Modulation: 'bridge',
      DebugLogging: 'bridge',
    },
  },
  cron: { resource: 'cron' },
  dashboards: {
    resource: 'dashboard',
    nouns: {
      Dashboard: 'dashboard',
      AppWidget: 'widget',
      AppWidgetAutocomplete: 'widget',
      WidgetStore: 'widget-store',
      WidgetStoreState: 'widget-store',
    },
  },
  database: { resource: 'database' },
  devices: {
    resource: 'device',
    nouns: {
      Device: 'device',
      Capability: 'device',
      CapabilityValue: 'device',
      DeviceSettingsObj: 'device-settings',
      DeviceSetting: 'device-settings',
      Group: 'device-group',
    },
  },
  devkit: {
    resource: 'devkit',
    nouns: { AppStdOut: 'devkit', AppUsage: 'devkit', UsbMode: 'usb-mode' },
  },
  discovery: { resource: 'discovery' },
  drivers: { resource: 'driver', nouns: { Driver: 'driver', PairSession: 'pair-session' } },
  energy: {
    resource: 'energy',
    nouns: {
      LiveReport: 'energy',
      ReportDay: 'energy',
      ReportWeek: 'energy',
      ReportMonth: 'energy',
      ReportYear: 'energy',
      ReportsAvailable: 'energy',
      Report: 'energy-report',
      Currency: 'energy-price',
      DynamicElectricityPrice: 'energy-price',
      DynamicElectricityPriceUserCost: 'energy-price',
      DynamicPricesElectricityZone: 'energy-price',
      ElectricityPriceType: 'energy-price',
      OptionCurrency: 'energy-price',
      OptionKWhCost: 'energy-price',
      OptionElectricityPriceFixed: 'energy-price',
      OptionElectricityPriceDynamicPreferredInterval: 'energy-price',
      OptionGasPriceFixed: 'energy-price',
      OptionWaterPriceFixed: 'energy-price',
    },
  },
  energydongle: {
    resource: 'energy-dongle',
    nouns: {
      NextFrame: 'energy-dongle',
      UartConfig: 'energy-dongle',
      PhaseLoadLimit: 'phase-load',
    },
  },
  experiments: { resource: 'experiment', nouns: { Experiment: 'experiment' } },
  flow: {
    resource: 'flow',
    nouns: {
      Flow: 'flow',
      AdvancedFlow: 'advanced-flow',
      FlowFolder: 'flow-folder',
      FlowCardTrigger: 'flow-card',
      FlowCardCondition: 'flow-card',
      FlowCardAction: 'flow-card',
      FlowCardAutocomplete: 'flow-card',
    },
  },
  flowtoken: {
    resource: 'flow-token',
    nouns: { FlowToken: 'flow-token', FlowTokenValue: 'flow-token' },
  },
  geolocation: { resource: 'location' },
  'google-assistant': { resource: 'google-sync', nouns: { OptionPinCode: 'google-pin' } },
  i18n: { resource: 'language' },
  icons: { resource: 'icon' },
  images: { resource: 'image', nouns: { Image: 'image' } },
  insights: {
    resource: 'insights',
    nouns: { Log: 'insights', LogEntry: 'insights', StorageInfo: 'insights' },
  },
  ledring: { resource: 'led-ring', nouns: { Screensaver: 'led-ring' } },
  logic: { resource: 'variable', nouns: { Variable: 'variable' } },
  matter: {
    resource: 'matter',
    nouns: {
      Fabric: 'matter',
      MatterNode: 'matter',
      NodeAttribute: 'matter',
      NodeFabric: 'matter',
      NodeAvailableFirmwareUpdate: 'matter',
      OptionPaaSettings: 'matter-trust',
    },
  },
  mobile: { resource: 'mobile' },
  moods: { resource: 'mood', nouns: { Mood: 'mood' } },
  notifications: {
    resource: 'timeline',
    nouns: {
      Notification: 'timeline',
      Owner: 'timeline-settings',
      OwnerEnabled: 'timeline-settings',
      OwnerPush: 'timeline-settings',
    },
  },
  presence: { resource: 'presence', nouns: { Asleep: 'presence', Present: 'presence' } },
  reports: {
    resource: 'report',
    nouns: { MonthlyReport: 'report', MonthlyReportSummary: 'report' },
  },
  rf: { resource: 'radio', nouns: { '433MHzConfig': 'radio' } },
  safety: { resource: 'safety' },
  satellites: {
    resource: 'satellite',
    nouns: { DebugLog: 'satellite', DebugLogging: 'satellite' },
  },
  security: { resource: 'security' },
  sessions: { resource: 'session' },
  'speech-output': { resource: 'speech', nouns: { Voice: 'speech' } },
  system: {
    resource: 'system',
    nouns: {
      Info: 'system',
      MemoryInfo: 'system',
      MemoryInfoTotal: 'system',
      StorageInfo: 'system',
      StorageInfoTotal: 'system',
      OptionForwardedPort: 'forwarded-port',
      Debug: 'system-debug',
    },
  },
  thread: {
    resource: 'thread',
    nouns: {
      NetworkTopology: 'thread',
      ActiveDataset: 'thread-dataset',
      DiscoveredBorderRouter: 'border-router',
    },
  },
  updates: {
    resource: 'update',
    nouns: {
      Update: 'update',
      WhatsNew: 'update',
      OptionAutoupdate: 'auto-update',
      OptionChannel: 'update-settings',
      OptionForceChannel: 'update-settings',
      OptionUpdateNotification: 'update-settings',
    },
  },
  users: {
    resource: 'user',
    nouns: { User: 'user', UserMe: 'profile', UserMeProperty: 'profile' },
  },
  vdevice: { resource: 'virtual-device' },
  videos: { resource: 'camera' },
  weather: { resource: 'weather', nouns: { Weather: 'weather', WeatherHourly: 'weather' } },
  webserver: { resource: 'webserver' },
  zigbee: { resource: 'zigbee' },
  zones: { resource: 'zone', nouns: { Zone: 'zone' } },
  zwave: {
    resource: 'zwave',
    nouns: { Log: 'zwave-log', LogEnabled: 'zwave-log', Region: 'zwave' },
  },
}
