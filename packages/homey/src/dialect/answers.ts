// What the operations of a V2 hub answer, where that differs from V3. Answers that stand in no row
// are alike on both, or the hub's own business: `…/state` dumps and what apps say are never changed.
import { type ItemKind, itemFromHub } from './items.ts'
import { isObject, type Json } from './json.ts'
import { meantId } from './owned-id.ts'

/** What an operation answers: one object, all objects of a kind, or something of its own. */
type Answer =
  | { readonly one: ItemKind }
  | { readonly all: ItemKind }
  | { readonly own: (value: Json, ids: Readonly<Record<string, string>>) => unknown }

/** By operation id. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  'apps.getApp': { one: 'app' },
  'apps.getApps': { all: 'app' },
  'apps.installFromAppStore': { one: 'app' },
  'apps.updateApp': { one: 'app' },
  'devices.getCapabilities': { all: 'capability' },
  'devices.getCapability': { one: 'capability' },
  'devices.getDevice': { one: 'device' },
  'devices.getDevices': { all: 'device' },
  'devices.updateDevice': { one: 'device' },
  'drivers.createPairSession': { one: 'pairsession' },
  'drivers.createPairSessionDevice': { one: 'device' },
  'drivers.getDriver': { one: 'driver' },
  'drivers.getDrivers': { all: 'driver' },
  'drivers.getPairSession': { one: 'pairsession' },
  'drivers.getPairSessions': { all: 'pairsession' },
  'flow.createAdvancedFlow': { one: 'advancedflow' },
  'flow.createFlow': { one: 'flow' },
  'flow.getAdvancedFlow': { one: 'advancedflow' },
  'flow.getAdvancedFlows': { all: 'advancedflow' },
  'flow.getFlow': { one: 'flow' },
  'flow.getFlowCardAction': { one: 'flowcardaction' },
  'flow.getFlowCardActions': { all: 'flowcardaction' },
  'flow.getFlowCardCondition': { one: 'flowcardcondition' },
  'flow.getFlowCardConditions': { all: 'flowcardcondition' },
  'flow.getFlowCardTrigger': { one: 'flowcardtrigger' },
  'flow.getFlowCardTriggers': { all: 'flowcardtrigger' },
  'flow.getFlows': { all: 'flow' },
  'flow.updateAdvancedFlow': { one: 'advancedflow' },
  'flow.updateFlow': { one: 'flow' },
  'flowtoken.getFlowToken': { one: 'flowtoken' },
  'flowtoken.getFlowTokens': { all: 'flowtoken' },
  'insights.getLog': { one: 'log' },
  'insights.getLogs': { all: 'log' },
  'insights.updateLog': { one: 'log' },
  'insights.getLogEntries': {
    own: ({ uri, ...entries }, ids) => {
      const id = meantId(uri ?? ids['uri'], entries['id'])
      return id === undefined ? entries : { ...entries, id }
    },
  },
}

/** Whether the answer of an operation is another on a V2 hub than on later ones. */
export function isAnsweredOtherwise(operation: string): boolean {
  return Object.hasOwn(ANSWERS, operation)
}

/** The answer of a V2 hub in V3's form; `ids` are those of the request. */
export function fromHub(
  operation: string,
  value: unknown,
  ids: Readonly<Record<string, string>> = {},
): unknown {
  const answer = Object.hasOwn(ANSWERS, operation) ? ANSWERS[operation] : undefined
  if (!answer) return value
  if ('own' in answer) return isObject(value) ? answer.own(value, ids) : value
  return 'one' in answer ? itemFromHub(answer.one, value) : collection(answer.all, value)
}

// A list stays a list; a map is by full id, as V3's are.
function collection(kind: ItemKind, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => itemFromHub(kind, one))
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, one]) => {
    const item = itemFromHub(kind, one)
    return [isObject(item) && typeof item['id'] === 'string' ? item['id'] : key, item] as const
  })
  return Object.fromEntries(entries)
}
