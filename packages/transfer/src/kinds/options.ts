// What a hub itself is set to: one object for each option that it has, by manager and name. And its
// experiments, which are switches.
import { isObject, type Json, type JsonObject } from '../json.ts'
import { json, listed, object, text, whyUnread } from './from-list.ts'
import type { Kind, Reading, ReadKind, ReadObject, WriteRequest } from './kind.ts'
import { OPTIONS, type OptionRow } from './option-rows.ts'

/** Options. Which there are differs by generation: `read` gives those that this hub has. */
export const option: Kind = {
  ...{ name: 'option', label: 'Settings of the Homey', shape: 'option' },
  read: readOptions,
  ...{ volatile: [], secrecy: 'none', hasNonce: false, policy: 'overwrite', after: ['app'] },
  naturalKey: ({ id }) => id,
  writing: {
    parts: (content, id) => (canBe(id, content['value']) ? [content] : []),
    update: (id, part) => written(id, part),
    remove: (id) => ({ operation: rowOf(id).unset ?? '', parameters: {} }),
  },
}

function rowOf(id: string): OptionRow {
  const row = Object.hasOwn(OPTIONS, id) ? OPTIONS[id] : undefined
  if (!row) throw new TypeError(`There is no option ${id}`)
  return row
}

// What has no value is brought back to the default, where there is a way to.
function canBe(id: string, value: Json | undefined): boolean {
  const { set, unset } = rowOf(id)
  return value !== undefined && (value === null ? unset : set) !== undefined
}

function written(id: string, { value = null }: JsonObject): WriteRequest {
  const { set, unset, put = (one) => ({ value: one }) } = rowOf(id)
  const operation = value === null ? unset : set
  if (operation === undefined) throw new TypeError(`The option ${id} cannot be set to this`)
  return { operation, parameters: value === null ? {} : put(value) }
}

async function readOptions({ hub, needs }: Reading): Promise<ReadKind> {
  const read = await Promise.all(
    Object.entries(OPTIONS)
      .filter(([id, { get }]) => hub.has(get) && needs('option', id))
      .map(async ([id, row]): Promise<ReadKind> => {
        try {
          return { objects: [readOption(id, row, await hub.call(row.get))], unread: [] }
        } catch (error) {
          return { objects: [], unread: [{ id, ...whyUnread(error) }] }
        }
      }),
  )
  return {
    objects: read.flatMap(({ objects }) => objects),
    unread: read.flatMap(({ unread }) => unread),
  }
}

function readOption(id: string, row: OptionRow, answer: unknown): ReadObject {
  const value = row.take ? row.take(json(answer)) : isObject(answer) ? json(answer['value']) : null
  return {
    ...{ id, name: row.label, content: { value }, facts: {} },
    ...(row.secret && value !== null && { secretSettings: ['value'] }),
  }
}

const SWITCHES: Readonly<Record<'true' | 'false', string>> = {
  true: 'experiments.enableExperiment',
  false: 'experiments.disableExperiment',
}

/** Experiments. */
export const experiment: Kind = {
  ...{ name: 'experiment', label: 'Experiments', shape: null },
  read: listed('experiments.getExperiments', 'experiments', (item) => object(item, ['enabled'])),
  ...{ volatile: [], secrecy: 'none', hasNonce: false, policy: 'overwrite', after: [] },
  naturalKey: ({ id }) => id,
  writing: {
    parts: (content) => ('enabled' in content ? [content] : []),
    update: (id, part) => ({
      operation: SWITCHES[part['enabled'] === true ? 'true' : 'false'],
      parameters: { id },
    }),
  },
}

/** Devices that voice assistants do not see. A Homey Cloud can be told, and never tells (5.11). */
export const googleSync: Kind = {
  ...{ name: 'google-sync', label: 'Devices hidden from Google', shape: null },
  read: async ({ hub }) => ({
    objects: [],
    unread: [
      hub.has('devices.hideDeviceFromExternalService')
        ? { why: 'untold', reason: 'No operation tells which devices are hidden.' }
        : { why: 'absent', reason: 'Only a Homey Cloud hides single devices.' },
    ],
  }),
  ...{ volatile: [], secrecy: 'none', hasNonce: false, policy: 'overwrite', after: ['device'] },
  naturalKey: ({ id }) => id,
  writing: {
    parts: (content) => ('hidden' in content ? [content] : []),
    update: (id, part) => ({
      operation:
        part['hidden'] === true
          ? 'devices.hideDeviceFromExternalService'
          : 'devices.unhideDeviceFromExternalService',
      parameters: { id, service: text(part['service']) || 'google' },
    }),
  },
}
