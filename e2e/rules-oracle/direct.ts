// The call itself, for the oracle: what it needs, what it counts as, and which objects its path names.
import { type Operation, PERMISSIONS } from '@latchkey/catalogue'
import { isObject, type Json, type OracleCall } from '../oracle/state.ts'
import { type Act, act } from './act.ts'
import { classesOfCard } from './inside.ts'

export function direct({ id, effect, requirement, segments }: Operation, call: OracleCall): Act[] {
  const own = requirement.class === 'permission' ? [requirement.permission] : []
  const permissions = [...own, ...besides(call)]
  const classes = classesOf(permissions, effect)
  const [manager = '', name = ''] = id.split('.')
  const of = objectsIn(manager, name, call.ids, call.body)
  const path = segments.flatMap((one) => ('parameter' in one ? [one.parameter] : []))
  const objects = path.length > 0 || manager === 'apps' ? of : []
  const card = /^runFlowCard/.test(name) ? cardRun(call) : undefined
  const capability =
    name === 'setCapabilityValue' || name === 'getCapabilityValue'
      ? { capability: call.ids['capabilityId'] ?? '' }
      : name === 'setDeviceSettings'
        ? { capability: 'any' }
        : {}
  const itself = act({
    ...{ operation: id, permissions, effect, ...objects[0], ...capability },
    ...(card !== undefined && { card }),
    classes: [...classes, ...(card === undefined ? [] : classesOfCard(card))],
  })
  const others = objects.slice(1).map((one) => {
    return act({ operation: id, permissions, effect, ...one, ...(card !== undefined && { card }) })
  })
  return [itself, ...others]
}

export function cardRun({ ids }: OracleCall): string | undefined {
  const { uri = '', id = '' } = ids
  const own = /^(homey:[a-z]+:[^:|\s]+):.+$/s.exec(id)
  if (own) return own[1] === uri ? id : undefined
  return /^homey:[a-z]+:[^:|\s]+$/.test(uri) && id !== '' && !/homey:/i.test(id)
    ? `${uri}:${id}`
    : undefined
}

function besides({ operation, ids, body }: OracleCall): string[] {
  const code = isObject(body) && body['code'] !== undefined
  if (operation === 'homeyscript.runScript' && code) return ['homeyscript:update']
  const switches = isObject(body) && Object.keys(body).join() === 'enabled'
  const only = switches && typeof body['enabled'] === 'boolean'
  if (operation === 'flow.updateFlow' && only) return ['flow:enable']
  if (operation === 'flow.updateAdvancedFlow' && only) return ['advanced-flow:enable']
  if (operation === 'devices.setCapabilityValue' && /lock|alarm/.test(ids['capabilityId'] ?? '')) {
    return ['security-device:control']
  }
  if (/^apps\.(un)?setAppSetting$/.test(operation) && ids['id'] === 'com.athom.homeyscript') {
    return ['homeyscript:update']
  }
  if (/^apps\.getAppSettings?$/.test(operation) && ids['id'] === 'com.athom.homeyscript') {
    return ['homeyscript:read']
  }
  return []
}

function classesOf(permissions: readonly string[], effect: boolean): string[] {
  const has = (...names: readonly string[]) => names.some((one) => permissions.includes(one))
  const classes: string[] = []
  if (has('speech:say', 'speech:play', 'audio:play')) classes.push('speech')
  if (has('flow:start', 'advanced-flow:start')) classes.push('flow-start')
  if (has('device:control', 'security-device:control', 'mood:set')) classes.push('control')
  const writes = classes.length === 0 && effect && permissions.some(isWriting)
  return [...classes, ...(writes ? ['write'] : []), 'any']
}

function isWriting(permission: string): boolean {
  return dangerOf(permission) === 'change' || dangerOf(permission) === 'full'
}

/** How dangerous a permission is, by the catalogue's table. */
export function dangerOf(permission: string): string {
  return PERMISSIONS.get(permission)?.danger ?? 'read'
}

type Of = { readonly kind: string; readonly id: string }

function objectsIn(
  manager: string,
  name: string,
  ids: OracleCall['ids'],
  body: Json | undefined,
): readonly Of[] {
  const { id = '', deviceId = '', groupId = '', app = '' } = ids
  if (manager === 'devices') {
    if (name === 'deleteDeviceFromGroup') {
      return [
        { kind: 'device', id: deviceId },
        { kind: 'device', id: groupId },
      ]
    }
    if (/^(get|set)CapabilityValue$/.test(name)) return [{ kind: 'device', id: deviceId }]
    if (/^getCapabilit/.test(name)) return []
    return [{ kind: 'device', id }]
  }
  if (manager === 'zones') return [{ kind: 'zone', id }]
  if (manager === 'moods') return [{ kind: 'mood', id }]
  if (manager === 'logic' && /Variable/.test(name)) return [{ kind: 'variable', id }]
  if (manager === 'homeyscript') return [{ kind: 'script', id }]
  if (manager === 'app') return [{ kind: 'app', id: app }]
  if (manager === 'energydongle' && deviceId !== '') return [{ kind: 'device', id: deviceId }]
  if (manager === 'apps') {
    const given = isObject(body) ? body['id'] : undefined
    if (name !== 'installFromAppStore') return id === '' ? [] : [{ kind: 'app', id }]
    return typeof given === 'string' ? [{ kind: 'app', id: given }] : []
  }
  if (manager !== 'flow' || /FlowCard|FlowFolder|testFlow/.test(name)) return []
  return [{ kind: /AdvancedFlow/.test(name) ? 'advanced-flow' : 'flow', id }]
}
