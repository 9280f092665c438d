// The simulator through the owner API: what a key may do, told without doing it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CanView, KeyView } from '@latchkey/gateway'
import { openWorld, type World } from './world.ts'

const can = (world: World, id: string, operation: string, object?: string) =>
  world.owner<CanView>(
    'GET',
    `/keys/${id}/can?${new URLSearchParams({ operation, ...(object && { object }) })}`,
  )

test('the simulator says what permissions allow, need and leave open', async () => {
  await using world = await openWorld()
  const { id } = await world.fullKey('Panel', ['device:control', 'device:read', 'flow:enable'])
  const verdicts: readonly (readonly [string, string | undefined, CanView['verdict'], RegExp])[] = [
    ['devices.getDevice', 'curtains', 'allow', /allow/],
    ['devices.getDevices', undefined, 'allow', /allow/],
    ['GET /api/manager/devices/device', undefined, 'allow', /allow/],
    ['get /api/manager/devices/device/?x=1', undefined, 'allow', /allow/],
    ['flow.createFlow', undefined, 'deny', /needs flow:create/],
    ['system.reboot', undefined, 'deny', /system:reboot/],
    ['users.login', undefined, 'deny', /never granted/],
    ['system.ping', undefined, 'allow', /./],
    ['flow.updateFlow', 'Movie time', 'depends', /depends on what stands/],
    ['devices.setCapabilityValue', 'Curtains/windowcoverings_set', 'allow', /allow/],
    ['devices.setCapabilityValue', 'Front door/locked', 'deny', /security-device:control/],
    ['devices.setCapabilityValue', 'Front door', 'depends', /Name the capability/],
  ]
  for (const [operation, object, verdict, message] of verdicts) {
    const said = await can(world, id, operation, object)
    assert.equal(said.verdict, verdict, `${operation} ${object}: ${said.message}`)
    assert.match(said.message, message)
  }
  const found = await can(world, id, 'devices.getDevice', 'CURTAINS')
  assert.equal(found.object?.name, 'Curtains')
  assert.deepEqual((await can(world, id, 'flow.createFlow')).accepted, [['flow:create']])
  await assert.rejects(can(world, id, 'getDevice'), /422.*Did you mean devices.getDevice/)
  await assert.rejects(can(world, id, 'GET /api/nothing'), /422.*no operation/)
  await assert.rejects(can(world, id, 'devices.getDevice', 'Curtain rod'), /422.*no device/)
  await assert.rejects(can(world, id, 'devices.getDevices', 'Curtains'), /400.*no object/)
  await world.owner('DELETE', `/keys/${id}`)
  const revoked = await can(world, id, 'devices.getDevices')
  assert.deepEqual([revoked.verdict, revoked.reason], ['deny', 'token-revoked'])
  const none = (await world.audit()).filter((one) => one.verdict === 'allow')
  assert.deepEqual(none, [], 'nothing was done')
})

test('the simulator asks the limits of what is at the hub now, and leaves open what they do not decide', async () => {
  await using world = await openWorld()
  const { id } = await world.owner<KeyView>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Panel', permissions: ['device:read', 'flow:read', 'flow:create'] },
    limits: { zones: ['Kitchen'] },
  })
  const rows = [
    ['devices.getDevice', 'Curtains', 'deny', 'not-covered'],
    ['devices.getDevice', 'Kitchen table light', 'allow', 'granted'],
    ['devices.getDevice', undefined, 'depends', 'object'],
    ['devices.getDevices', undefined, 'allow', 'granted'],
    ['flow.createFlow', undefined, 'depends', 'content'],
    ['flow.getState', undefined, 'deny', 'permission-missing'],
    ['system.reboot', undefined, 'deny', 'permission-missing'],
    ['system.ping', undefined, 'allow', 'always'],
  ] as const
  for (const [operation, object, verdict, reason] of rows) {
    const said = await can(world, id, operation, object)
    assert.deepEqual([said.verdict, said.reason], [verdict, reason], `${operation} ${object}`)
  }
})
