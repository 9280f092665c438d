// The hub itself: its name and what it is made of. Rebooting leaves an effect, the server stays up.

import { traitsOf } from '../generations/generation.ts'
import { all, type Hub, recordEffect, tellMessage } from '../state/hub.ts'
import {
  type Call,
  computed,
  documented,
  optionalText,
  type Rows,
  stored,
  text,
} from './behaviour.ts'
import { optionRows } from './option-rows.ts'

const MEGABYTE = 1024 * 1024

export const system: Rows = {
  ...optionRows('system', { forwardedPort: null }),
  // A client that looks for one hub among many asks with `id`; the body `false` sends it away.
  ping: computed((call) => {
    const id = optionalText(call, 'id')
    return id === undefined || id === call.hub.state.system.id
  }),
  getInfo: computed(({ hub }) => systemInfo(hub)),
  getSystemName: stored(({ hub }) => hub.state.system.name),
  setSystemName: stored((call) => {
    const name = text(call, 'name')
    call.hub.state.system.name = name
    tellMessage(call.hub, 'homey:manager:system', 'name.update', { name })
  }),
  getMemoryInfo: computed(({ hub }) => ({
    total: 2048 * MEGABYTE,
    free: 900 * MEGABYTE,
    swap: 0,
    types: Object.fromEntries(
      all(hub, 'apps').map((app) => [
        `homey:app:${app.id}`,
        { name: app.name, size: app.usage.mem },
      ]),
    ),
  })),
  getMemoryInfoTotal: documented('a program has no memory of its own to measure', () => ({
    total: 2048 * MEGABYTE,
    free: 900 * MEGABYTE,
  })),
  getStorageInfo: computed(({ hub }) => ({
    total: 8192 * MEGABYTE,
    free: 5000 * MEGABYTE,
    types: { state: { name: 'Homey', size: JSON.stringify(hub.state).length } },
  })),
  getStorageInfoTotal: documented('a program has no storage of its own to measure', () => ({
    total: 8192 * MEGABYTE,
    free: 5000 * MEGABYTE,
  })),
  reboot: effect('reboot', 'a test would lose its hub'),
  rebootOTA: effect('reboot-ota', 'there is no update partition to start from'),
  enableWifi: effect('wifi-enabled', 'there is no radio'),
  disableWifi: effect('wifi-disabled', 'there is no radio'),
  setDebug: effect('debug-set', 'there is no log to turn on'),
  startProfile: effect('profile-started', 'there is nothing to profile'),
  stopProfile: effect('profile-stopped', 'there is nothing to profile'),
  sendLog: documented('the log would go to Athom, which this hub does not reach', ({ hub }) => {
    recordEffect(hub, 'log-sent')
    return null
  }),
}

function effect(kind: string, reason: string) {
  return documented(reason, ({ hub }: Call) => recordEffect(hub, kind))
}

function systemInfo(hub: Hub): Record<string, unknown> {
  const { id, version, bootedAt, timezone } = hub.state.system
  const traits = traitsOf(hub.generation)
  const seconds = (hub.clock().getTime() - new Date(bootedAt).getTime()) / 1000
  return {
    cloudId: id,
    homeyVersion: version,
    homeyModelId: traits.model,
    homeyModelName: traits.modelName,
    ...(traits.tellsPlatformVersion && {
      homeyPlatform: traits.platform,
      homeyPlatformVersion: traits.platformVersion,
    }),
    hostname: `homey-${id}`,
    timezone,
    date: hub.clock().toISOString(),
    uptime: Math.max(0, Math.floor(seconds)),
    totalmem: traits.memoryMegabytes * MEGABYTE,
    freememMachine: Math.floor(traits.memoryMegabytes * 0.44) * MEGABYTE,
    nodeVersion: traits.nodeVersion,
    wifiAddress: '127.0.0.1:80',
  }
}
