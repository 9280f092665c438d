// Counts what a home holds: how many things of each kind, and how many references of each form. What
// a tool for whole homes has to cope with can be read off the result.
import { isRecord } from '../json.ts'
import type { HomeyState } from '../state/homey-state.ts'
import { HOMEYSCRIPT } from '../web/homeyscript.ts'

/** A text somewhere in the state: a value, or the name of a member. */
interface Leaf {
  /** Names of the members that lead to it, with `/` between; a name itself ends with `/{}`. */
  readonly path: string
  readonly text: string
}

type Counts = Readonly<Record<string, number>>

export interface Census {
  readonly kinds: Counts
  readonly forms: Counts
}

/** Counts a home. */
export function censusOf(state: HomeyState): Census {
  const ids = idsOf(state)
  const leaves = [...leavesOf(state, '')]
  const forms = Object.entries(FORMS).map(([form, { at, as }]) => [
    form,
    leaves.filter((leaf) => at.test(leaf.path) && as(leaf.text, ids)).length,
  ])
  return { kinds: countKinds(state), forms: Object.fromEntries(forms) }
}

function countKinds(state: HomeyState): Counts {
  const { zones, devices, flows, advancedFlows, flowFolders, variables, moods, dashboards } = state
  const kinds = { zones, devices, flows, advancedFlows, flowFolders, variables, moods, dashboards }
  const more = { alarms: state.alarms, apps: state.apps, users: state.users, images: state.images }
  const scripts = scriptsIn(state)
  const { notifications, notificationOwners, options } = state
  return Object.fromEntries(
    Object.entries({ ...kinds, ...more, scripts, notifications, notificationOwners, options }).map(
      ([kind, items]) => [kind, Object.keys(items).length],
    ),
  )
}

type Test = (text: string, ids: ReadonlySet<string>) => boolean
const matching = (pattern: RegExp): Test => pattern.test.bind(pattern)
const known: Test = (text, ids) => ids.has(text)
const FLOW = /^(flows|advancedFlows)\//
const CARD_ID = /^(flows|advancedFlows)\/.*\/id$/
const ARGUMENT = /^(flows|advancedFlows)\/.*\/args\//
const DROPPED = /\/droptoken$/
const WIDGET = /^dashboards\/.*\/widgets\/\d+\//
const SETTING = /^appSettings\/(?!com\.athom)/
const CODE = /^appSettings\/com\.athom\.homeyscript\/scripts\/[^/]+\/code$|\/args\/code$/
const SHELL = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const anId = (before: string, after: string): Test =>
  matching(new RegExp(`${before}${SHELL}${after}`))
const pick = (name: string): RegExp =>
  new RegExp(`^(flows|advancedFlows)/.*/args/${name}(/\\d+)?/id$`)

interface Form {
  readonly at: RegExp
  readonly as: Test
}

/** Every form of reference, by where it stands and what it looks like. */
const FORMS: Readonly<Record<string, Form>> = {
  'card of a device': { at: CARD_ID, as: matching(/^homey:device:/) },
  'card of a zone': { at: CARD_ID, as: matching(/^homey:zone:/) },
  'card of a mood': { at: CARD_ID, as: matching(/^homey:mood:/) },
  'card of an app': { at: CARD_ID, as: matching(/^homey:app:/) },
  'card of a manager': { at: CARD_ID, as: matching(/^homey:manager:/) },
  'uri of a card': { at: /\/uri$/, as: matching(/^homey:flowcard/) },
  'owner uri of a card': { at: /\/ownerUri$/, as: matching(/^homey:device:/) },
  'dropped: device': { at: DROPPED, as: matching(/^homey:device:[^|]+\|/) },
  'dropped: image': { at: DROPPED, as: matching(/\|image-/) },
  'dropped: variable': { at: DROPPED, as: matching(/^homey:manager:logic\|/) },
  'dropped: app': { at: DROPPED, as: matching(/^homey:app:[^|]+\|/) },
  'dropped: own trigger': { at: DROPPED, as: matching(/^\w+$/) },
  'dropped: card of the flow': { at: DROPPED, as: matching(/^trigger::/) },
  'text: device': { at: ARGUMENT, as: matching(/\[\[homey:device:[^\]|]+\|/) },
  'text: variable': { at: ARGUMENT, as: matching(/\[\[homey:manager:logic\|/) },
  'text: zone without a pipe': { at: ARGUMENT, as: matching(/\[\[homey:zone:[^\]|]+\]\]/) },
  'text: script tag': { at: ARGUMENT, as: matching(/\[\[homey:app:com\.athom\.homeyscript\|/) },
  'text: Better Logic name': { at: ARGUMENT, as: matching(/\[\[homey:app:net\.i-dev/) },
  'text: clock': { at: ARGUMENT, as: matching(/\[\[homey:manager:cron\|/) },
  'text: own trigger': { at: ARGUMENT, as: matching(/\[\[\w+\]\]/) },
  'text: trigger of the flow': { at: ARGUMENT, as: matching(/\[\[trigger::/) },
  'text: answer of an action': { at: ARGUMENT, as: matching(/\[\[action::/) },
  'text: error of a card': { at: ARGUMENT, as: matching(/\[\[card::/) },
  'text: several tokens': { at: ARGUMENT, as: matching(/\[\[[^\]]+\|[^\]]+\]\].*\[\[[^\]]+\|/) },
  'text: literal pipe': { at: ARGUMENT, as: matching(/\|[^\]|[]*\[\[homey|\]\]\|/) },
  'text: a colon for a pipe': { at: ARGUMENT, as: matching(/\[\[homey:manager:logic:/) },
  'text: bare id': { at: /\/args\/text$/, as: anId('^[^[]*\\s', '$') },
  'picked: flow': { at: pick('flow'), as: known },
  'picked: variable': { at: pick('variable'), as: known },
  'picked: zone': { at: pick('zone'), as: known },
  'picked: mood': { at: pick('mood'), as: known },
  'picked: user': { at: pick('user'), as: known },
  'picked: script': { at: pick('script'), as: known },
  'picked: alarm': { at: pick('alarm'), as: known },
  'picked: device': { at: pick('devices?'), as: known },
  'argument: device id': { at: /\/args\/device$/, as: known },
  'argument: device uri': { at: /\/args\/(device|image\/uri)$/, as: matching(/^homey:device:/) },
  'code: literal': { at: CODE, as: anId(`["']`, `["']`) },
  'code: template': { at: CODE, as: anId('`[^`]*', '[^`]*`') },
  'code: glued together': { at: CODE, as: matching(/["']\s*\+\s*["'\w]/) },
  'code: comment': { at: CODE, as: anId('(//|/\\*)[^\\n]*', '') },
  'code: looked up by name': { at: CODE, as: matching(/\.name === '/) },
  'code: does not parse': { at: CODE, as: matching(/if \([^)]*\{/) },
  'kept by a script': { at: /\/homeyscript-/, as: known },
  'mood: device': { at: /^moods\/[^/]+\/devices\/\{\}$/, as: known },
  'mood: zone': { at: /^moods\/[^/]+\/zone$/, as: known },
  'widget: id': { at: WIDGET, as: known },
  'widget: id as a name': { at: /^dashboards\/.*\/\{\}$/, as: known },
  'widget: uri': { at: WIDGET, as: anId('^homey:\\w+:', '') },
  'widget: inside a text': { at: WIDGET, as: anId('\\[\\[homey:device:', '') },
  'widget: inside JSON': { at: WIDGET, as: anId('":"', '"') },
  'app setting: id': { at: SETTING, as: known },
  'app setting: uri': { at: SETTING, as: anId('^homey:(device|manager:logic)[:|]', '$') },
  'app setting: id as a name': { at: /^appSettings\/.*\/\{\}$/, as: known },
  'app setting: name with an id': { at: /^appSettings\/.*\/\{\}$/, as: anId('/', '\\?') },
  'app setting: inside JSON': { at: SETTING, as: anId('":"', '"') },
  'app setting: inside a text': { at: SETTING, as: anId('^Lamp ', '') },
  'app setting: id of the hub': { at: SETTING, as: matching(/[/^][0-9a-f]{24}\b/) },
  'notification owner': { at: /^notificationOwners\/\{\}$/, as: matching(/^homey:/) },
  'group: member': { at: /^devices\/[^/]+\/settings\/(deviceIds|groupedDevices)\//, as: known },
  favourite: { at: /^users\/[^/]+\/properties\/favorite/, as: known },
  'folder of a flow': { at: /^(flows|advancedFlows)\/[^/]+\/folder$/, as: known },
  'folder in a folder': { at: /^flowFolders\/[^/]+\/parent$/, as: known },
  'zone in a zone': { at: /^zones\/[^/]+\/parent$/, as: known },
  'ring: uri and id': { at: /^options\/ledring\.screensaver\/uri$/, as: matching(/^homey:/) },
  secret: { at: /./, as: matching(/SECRET-/) },
  'dead reference': { at: /./, as: matching(/0dead/) },
  'app that is not there': { at: FLOW, as: matching(/^homey:app:com\.example\.gone/) },
}

function idsOf(state: HomeyState): ReadonlySet<string> {
  const { zones, devices, flows, advancedFlows, flowFolders, variables, moods, users } = state
  const kinds = [zones, devices, flows, advancedFlows, flowFolders, variables, moods, users]
  const ids = [...kinds, state.alarms, state.images, scriptsIn(state)].flatMap((items) =>
    Object.keys(items),
  )
  return new Set(ids)
}

function* leavesOf(value: unknown, path: string): Generator<Leaf> {
  if (typeof value === 'string') yield { path, text: value }
  if (Array.isArray(value)) {
    for (const [index, member] of value.entries()) yield* leavesOf(member, `${path}/${index}`)
  }
  if (!isRecord(value)) return
  for (const [name, member] of Object.entries(value)) {
    yield { path: `${path}/{}`, text: name }
    yield* leavesOf(member, path === '' ? name : `${path}/${name}`)
  }
}

function scriptsIn(state: HomeyState): Readonly<Record<string, unknown>> {
  const scripts = state.appSettings[HOMEYSCRIPT]?.['scripts']
  return isRecord(scripts) ? scripts : {}
}
