// Tokens: values that flows put into texts and drop on cards. They come from capabilities, variables,
// the clock and running apps; nobody makes or deletes them by themselves.
import { isRecord, type JsonRecord, rowOf, textOf } from '../json.ts'
import { all, type Hub, lookUp } from '../state/hub.ts'
import type { Device } from '../state/items.ts'
import { localTime } from './local-time.ts'
import { isRunning } from './owners.ts'

export interface Token {
  readonly id: string
  readonly ownerUri: string
  readonly ownerId: string
  readonly ownerName: string
  readonly type: string
  readonly title: string
  readonly example: null
  readonly value: unknown
}

/** Every token that there is at this moment. */
export function tokensOf(hub: Hub): Token[] {
  return [
    ...all(hub, 'devices').flatMap((device) => deviceTokens(hub, device)),
    ...variableTokens(hub),
    ...clockTokens(hub),
    ...appTokens(hub),
  ]
}

/** The token that `<owner uri>|<token>` names, if there is one. */
export function tokenNamed(hub: Hub, name: string): Token | undefined {
  const [ownerUri = '', ownerId = ''] = name.split(/\|(.*)/s, 2)
  return tokensOfOwner(hub, ownerUri).find((token) => token.ownerId === ownerId)
}

/** The value of a local token; `undefined` if there is none of that name. */
export type LocalTokens = (name: string) => unknown

/** What a name in `[[…]]` or a dropped token stands for. */
export function tokenValue(hub: Hub, local: LocalTokens, name: string): unknown {
  return name.includes('|') ? tokenNamed(hub, name)?.value : local(name)
}

/** A text with its tokens replaced. A token that there is not stays as it is written (inferred). */
export function resolveText(hub: Hub, local: LocalTokens, text: string): string {
  return text.replace(/\[\[([^[\]]+)\]\]/g, (written, name: string) => {
    const value = tokenValue(hub, local, name)
    return value === undefined || value === null ? written : textOf(value)
  })
}

function tokensOfOwner(hub: Hub, ownerUri: string): Token[] {
  const [, kind = '', id = ''] = ownerUri.split(':')
  if (kind === 'device') {
    const device = lookUp(hub, 'devices', id)
    return device ? deviceTokens(hub, device) : []
  }
  if (kind === 'app') return appTokens(hub).filter((token) => token.ownerUri === ownerUri)
  if (ownerUri === 'homey:manager:logic') return variableTokens(hub)
  return ownerUri === 'homey:manager:cron' ? clockTokens(hub) : []
}

function deviceTokens(hub: Hub, device: Device): Token[] {
  if (!isRunning(hub, device.ownerUri)) return []
  const uri = `homey:device:${device.id}`
  const capabilities = Object.values(device.capabilitiesObj)
    .filter((capability) => capability.getable)
    .map(({ id, type, title, value }) =>
      token(uri, device.name, id, { type: type === 'enum' ? 'string' : type, title, value }),
    )
  const images = device.images.map(({ id, type, imageObj }) => {
    const rest = { type: 'image', title: 'Image', value: imageObj }
    return token(uri, device.name, `image-${type}-${id}`, rest)
  })
  return [...capabilities, ...images]
}

function variableTokens(hub: Hub): Token[] {
  return all(hub, 'variables').map(({ id, name, type, value }) =>
    token('homey:manager:logic', 'Logic', id, { type, title: name, value }),
  )
}

function clockTokens(hub: Hub): Token[] {
  const { date, time } = localTime(hub.clock(), hub.state.system.timezone)
  const clock = (id: string, title: string, value: string) =>
    token('homey:manager:cron', 'Time', id, { type: 'string', title, value })
  return [clock('time', 'Time', time), clock('date', 'Date', date)]
}

/** Where apps that make tokens keep them in their settings: a map by name, or a list of records. */
const TOKEN_SETTINGS: Readonly<Record<string, string>> = {
  'com.athom.homeyscript': 'tokens',
  'net.i-dev.betterlogic': 'variables',
}

function appTokens(hub: Hub): Token[] {
  return Object.entries(TOKEN_SETTINGS).flatMap(([appId, setting]) => {
    const uri = `homey:app:${appId}`
    const kept = rowOf(hub.state.appSettings, appId)?.[setting]
    if (!isRunning(hub, uri) || typeof kept !== 'object' || kept === null) return []
    const name = lookUp(hub, 'apps', appId)?.name ?? appId
    return Object.entries(kept).flatMap(([key, entry]) => {
      const { value, name: title = key }: JsonRecord = isRecord(entry) ? entry : { value: entry }
      return [token(uri, name, textOf(title), { type: typeof value, title: textOf(title), value })]
    })
  })
}

type Rest = Pick<Token, 'type' | 'title' | 'value'>

function token(ownerUri: string, ownerName: string, ownerId: string, rest: Rest): Token {
  return { id: `${ownerUri}:${ownerId}`, ownerUri, ownerId, ownerName, example: null, ...rest }
}
