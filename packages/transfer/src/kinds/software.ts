// Apps, their settings, and the scripts of HomeyScript.
import { HOMEYSCRIPT } from '@latchkey/catalogue'
import { isObject, type JsonObject } from '../json.ts'
import { copyingOf, isOwn } from './app-ownership.ts'
import { cut, itemsOf, json, listed, object, text, whole, whyUnread } from './from-list.ts'
import type { Kind, Reading, ReadKind, ReadObject, WriteRequest } from './kind.ts'

const ENABLING: Readonly<Record<'true' | 'false', string>> = {
  true: 'apps.enableApp',
  false: 'apps.disableApp',
}

/** Apps. Their ids are the same on every hub; what was not from the store has `origin` say so. */
export const app: Kind = {
  ...{ name: 'app', label: 'Apps', shape: 'app' },
  read: listed('apps.getApps', 'apps', (item) => {
    const { content, facts, ...read } = object(item, ['enabled', 'autoupdate'], APP_FACTS)
    return {
      ...read,
      content: { ...content, channel: CHANNELS[text(item['channel'])] ?? 'live' },
      facts: { ...facts, running: item['state'] === 'running' },
    }
  }),
  ...{ volatile: ['running'], secrecy: 'none', hasNonce: false, policy: 'merge', after: [] },
  naturalKey: ({ id }) => id,
  writing: {
    // What the store has; the id is the caller's to add: `install` is the one create with an id.
    parts: cut(['enabled'], ['autoupdate']),
    update: (id, part) =>
      'enabled' in part
        ? { operation: ENABLING[part['enabled'] === false ? 'false' : 'true'], parameters: { id } }
        : { operation: 'apps.updateApp', parameters: { id, app: part } },
    remove: (id) => ({ operation: 'apps.uninstallApp', parameters: { id } }),
  },
}

/** What a Pro 2019 calls the channels of the store, and what later hubs do (reference 5.8). */
const CHANNELS: Readonly<Record<string, string>> = {
  ...{ live: 'live', test: 'test', stable: 'live', beta: 'test', alpha: 'test' },
}

const APP_FACTS = ['version', 'origin', 'permissions', 'compatibility']

/** Installing an app from the store, in the channel that it was in. */
export function installing(id: string, content: JsonObject): WriteRequest {
  // The stable channel is what the store gives unasked, whatever this hub calls it.
  const test = content['channel'] === 'test'
  return {
    operation: 'apps.installFromAppStore',
    parameters: { id, ...(test && { channel: 'test' }) },
  }
}

/** The id of a setting: `app/name`. App ids have no slash, so the first one divides. */
export function settingId(app: string, name: string): string {
  return `${app}/${name}`
}

const setting = ({ app, name }: JsonObject): JsonObject => ({ id: text(app), name: text(name) })

/**
 * Settings of apps. The content holds app and name too, since ids of the home stand in names as well:
 * requests are made from the content of a whole object, so parts are never less than that.
 */
export const appSetting: Kind = {
  ...{ name: 'app-setting', label: 'App settings', shape: 'app-settings' },
  read: readSettings,
  ...{ volatile: [], secrecy: 'settings', hasNonce: false, policy: 'merge' },
  after: ['app', 'zone', 'device', 'group', 'variable', 'script', 'mood', 'flow', 'advanced-flow'],
  naturalKey: ({ content }) => [content['app'] ?? null, content['name'] ?? null],
  writing: {
    parts: (content) => ('value' in content ? [content] : []),
    update: (_id, part) => ({
      operation: 'apps.setAppSetting',
      parameters: { ...setting(part), value: part['value'] },
    }),
    remove: (id) => {
      const at = id.indexOf('/')
      const parameters = { id: id.slice(0, at), name: id.slice(at + 1) }
      return { operation: 'apps.unsetAppSetting', parameters }
    },
  },
}

async function readSettings({ hub }: Reading): Promise<ReadKind> {
  const list = await itemsOf(hub, 'apps.getApps', 'apps')
  if ('unread' in list) return list
  const read = await Promise.all(
    list.items.map(async (item): Promise<ReadKind> => {
      const id = text(item['id'])
      try {
        const settings = await hub.call('apps.getAppSettings', { id })
        const names = isObject(settings) ? Object.keys(settings).sort() : []
        const objects = names
          .filter((name) => isOwn(id, name))
          .map((name) => readSetting(hub.facts.id, { id, name }, settings))
        return { objects, unread: [] }
      } catch (error) {
        return { objects: [], unread: [{ id, ...whyUnread(error) }] }
      }
    }),
  )
  // One refusal for all of them is told once.
  const refused = read.flatMap(({ unread }) => unread)
  const first = refused[0]
  const { why, reason } = first ?? { why: 'failed', reason: '' }
  const all = first !== undefined && why === 'not-permitted' && refused.length === read.length
  return {
    objects: read.flatMap(({ objects }) => objects),
    unread: all ? [{ why, reason }] : refused,
  }
}

function readSetting(
  hubId: string,
  { id, name }: { readonly id: string; readonly name: string },
  settings: unknown,
): ReadObject {
  const value = json(isObject(settings) ? settings[name] : null)
  const facts = copyingOf(name, value, hubId)
  return { id: settingId(id, name), name, content: { app: id, name, value }, facts }
}

/** Scripts. The list has no code, so each is asked for; one with the same version is the same. */
export const script: Kind = {
  ...{ name: 'script', label: 'HomeyScripts', shape: 'script' },
  read: readScripts,
  // `version` counts saves; a copy starts anew.
  ...{ volatile: ['version'], secrecy: 'content', hasNonce: false, policy: 'rename' },
  after: ['app', 'device', 'group', 'zone', 'variable', 'mood'],
  naturalKey: ({ name }) => name,
  writing: {
    create: (content) => ({ operation: 'homeyscript.createScript', parameters: { ...content } }),
    parts: whole('name', 'code'),
    update: (id, part) => ({
      operation: 'homeyscript.updateScript',
      parameters: { id, ...part },
    }),
    remove: (id) => ({ operation: 'homeyscript.deleteScript', parameters: { id } }),
  },
}

async function readScripts({ hub, recall, needs }: Reading): Promise<ReadKind> {
  const apps = await itemsOf(hub, 'apps.getApps', 'apps')
  if (!('unread' in apps) && !apps.items.some(({ id }) => id === HOMEYSCRIPT)) {
    const reason = 'HomeyScript is not installed.'
    return { objects: [], unread: [{ why: 'absent', reason }] }
  }
  const list = await itemsOf(hub, 'homeyscript.getScripts', 'scripts')
  if ('unread' in list) return list
  const read = await Promise.all(
    list.items.map(async (item): Promise<ReadKind> => {
      const id = text(item['id'])
      const listed = { objects: [{ ...object(item, ['name'], ['version']), id }], unread: [] }
      if (!needs('script', id)) return listed
      try {
        const seen = `script ${id} ${String(item['version'])} ${String(item['name'])}`
        const whole = await recall(seen, () => hub.call('homeyscript.getScript', { id }))
        const found = isObject(whole) ? whole : {}
        return { objects: [{ ...object(found, ['name', 'code'], ['version']), id }], unread: [] }
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
