// Insights: one log for each capability that has a history. The entries are worked out from the
// present value and the clock, as there is no past here; deleting them leaves only what came after.
import { notFound } from '../hub-error.ts'
import { rowOf } from '../json.ts'
import { all, type Hub, now } from '../state/hub.ts'
import type { CapabilityState, Device } from '../state/items.ts'
import { type Call, computed, optionalText, type Rows, stored, text } from './behaviour.ts'

export const insights: Rows = {
  getLogs: computed(({ hub }) => Object.fromEntries(logsOf(hub).map((log) => [log.id, log]))),
  getLog: computed((call) => findLog(call.hub, text(call, 'id'))),
  getLogEntries: computed(entries),
  deleteLog: stored((call) => {
    call.hub.state.insights.deletedLogs.push(logIn(call).id)
  }),
  deleteLogEntries: stored((call) => {
    call.hub.state.insights.entriesSince[logIn(call).id] = now(call.hub)
  }),
}

/** Deletes all logs that there are; what devices measure later brings none of them back. */
export function deleteLogs(hub: Hub): void {
  hub.state.insights.deletedLogs.push(...logsOf(hub).map((log) => log.id))
}

function logsOf(hub: Hub) {
  const deleted = new Set(hub.state.insights.deletedLogs)
  return all(hub, 'devices')
    .flatMap((device) =>
      Object.values(device.capabilitiesObj)
        .filter(({ type, getable }) => getable && (type === 'number' || type === 'boolean'))
        .map((capability) => logOf(device, capability)),
    )
    .filter((log) => !deleted.has(log.id))
}

function logOf(device: Device, { id, type, title, units, decimals, value }: CapabilityState) {
  const ownerUri = `homey:device:${device.id}`
  return {
    ...{ id: `${ownerUri}:${id}`, ownerUri, ownerId: id, ownerName: device.name, type, title },
    ...{ titleTrue: null, titleFalse: null, units: units ?? null, decimals: decimals ?? null },
    lastValue: value,
  }
}

function findLog(hub: Hub, id: string) {
  const log = logsOf(hub).find((candidate) => candidate.id === id)
  if (!log) throw notFound('Log', id)
  return log
}

// The path names the owner, then the full id once more. The older short id is taken as well.
function logIn(call: Call) {
  const [uri, id] = [text(call, 'uri'), text(call, 'id')]
  return findLog(call.hub, id.startsWith(`${uri}:`) ? id : `${uri}:${id}`)
}

const MINUTE = 60_000
const STEPS: Readonly<Record<string, number>> = {
  lastHour: MINUTE,
  last6Hours: 5 * MINUTE,
  last24Hours: 15 * MINUTE,
  last7Days: 60 * MINUTE,
  last31Days: 360 * MINUTE,
  last2Years: 7200 * MINUTE,
}

function entries(call: Call): unknown {
  const log = logIn(call)
  const step = rowOf(STEPS, optionalText(call, 'resolution') ?? '') ?? 15 * MINUTE
  const end = call.hub.clock().getTime()
  const since = call.hub.state.insights.entriesSince[log.id]
  const values = [3, 2, 1, 0]
    .map((back) => end - back * step)
    .filter((time) => since === undefined || time > new Date(since).getTime())
    .map((time, i) => ({ t: new Date(time).toISOString(), v: wobble(log.lastValue, i) }))
  return {
    ...{ id: log.id, uri: log.ownerUri, step, values, lastValue: log.lastValue },
    start: new Date(end - 4 * step).toISOString(),
    end: new Date(end).toISOString(),
  }
}

// The last entry is the present value, so that a list and its log agree.
function wobble(value: unknown, entry: number): unknown {
  return typeof value === 'number' ? Math.round(value * (0.97 + entry * 0.01) * 1000) / 1000 : value
}
