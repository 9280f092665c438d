// The kinds of objects that hubs tell of, by their names on the socket: which managers tell of them, and
// which operation reads them. To be told of an object takes what reading it takes, so a kind that
// nobody can read is in no row, and nobody is told of it.

/** A kind of object. */
export interface ItemKindRow {
  readonly managers: readonly string[]
  /** Operations that read it; one of them is on every hub that has the kind. */
  readonly readBy: readonly string[]
}

const row = (manager: string, ...names: readonly string[]): ItemKindRow => ({
  managers: [manager],
  readBy: names.map((name) => `${manager}.${name}`),
})

const EXPERIMENT = row('experiments', 'getExperiments')

/** By name on the socket (reference 3.3). */
export const ITEM_KINDS: ReadonlyMap<string, ItemKindRow> = new Map(
  Object.entries({
    advancedflow: row('flow', 'getAdvancedFlow'),
    alarm: row('alarms', 'getAlarm'),
    app: row('apps', 'getApp'),
    appsettings: row('apps', 'getAppSettings'),
    appwidget: row('dashboards', 'getAppWidget'),
    capability: row('devices', 'getCapability'),
    dashboard: row('dashboards', 'getDashboard'),
    // A hub of 2016–2019 has devices under its drivers too.
    device: { managers: ['devices', 'drivers'], readBy: ['devices.getDevice'] },
    driver: row('drivers', 'getDriver', 'getDrivers'),
    'experiment-homekit': EXPERIMENT,
    'experiment-poweruser': EXPERIMENT,
    'experiment-ssh': EXPERIMENT,
    'experiment-virtualdevices': EXPERIMENT,
    flow: row('flow', 'getFlow'),
    flowcardaction: row('flow', 'getFlowCardAction'),
    flowcardcondition: row('flow', 'getFlowCardCondition'),
    flowcardtrigger: row('flow', 'getFlowCardTrigger'),
    flowfolder: row('flow', 'getFlowFolder'),
    flowtoken: row('flowtoken', 'getFlowToken'),
    image: row('images', 'getImage', 'getImages'),
    log: row('insights', 'getLog'),
    matternode: row('matter', 'getMatterNode'),
    mood: row('moods', 'getMood'),
    notification: row('notifications', 'getNotification', 'getNotifications'),
    pairsession: row('drivers', 'getPairSession'),
    user: row('users', 'getUser'),
    variable: row('logic', 'getVariable'),
    video: row('videos', 'getVideos'),
    voice: row('speech-output', 'getVoice'),
    widgetstore: row('dashboards', 'getWidgetStore'),
    zone: row('zones', 'getZone'),
  } satisfies Record<string, ItemKindRow>),
)

/** What an app tells of itself may be anything that its Web API shows. */
const APP_MANAGERS: readonly string[] = ['apps', 'app', 'homeyscript']

/** The managers whose every reading permission stands for an event of a kind that nothing else names. */
export function managersBehind(kind: string): readonly string[] {
  if (kind === 'app') return APP_MANAGERS
  return ITEM_KINDS.get(kind)?.managers ?? []
}

/** The kinds that a manager tells of. */
export function kindsOf(manager: string): readonly string[] {
  return [...ITEM_KINDS].filter(([, one]) => one.managers.includes(manager)).map(([kind]) => kind)
}
