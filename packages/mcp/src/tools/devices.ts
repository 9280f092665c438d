// Devices: what they say, and switching several at once.
import { z } from 'zod'
import type { Home } from '../home/home.ts'
import { hubText, hubValue } from '../home/hub-text.ts'
import { type Item, isItem, itemIn, textIn } from '../home/item.ts'
import { KINDS } from '../home/kinds.ts'
import { resolve } from '../home/resolve.ts'
import { zonePaths } from '../home/zones.ts'
import { tool } from '../tool.ts'
import { Refused, ToolError } from '../tool-error.ts'

/** How many devices one call reads at most, and how many it switches: what an agent can do in one go is bounded. */
const MOST = { read: 20, set: 60 } as const

const value = z.union([z.boolean(), z.number(), z.string().max(200), z.null()])

export const readDevices = tool({
  name: 'devices_read',
  title: 'Read devices',
  description:
    'The present values of devices, with what each can be set to: capability, value, unit, bounds, choices.',
  needs: [['device:read']],
  kind: 'read',
  input: z.strictObject({
    devices: z
      .array(z.string().min(1).max(120))
      .min(1)
      .max(MOST.read)
      .describe('ids, or exact names'),
  }),
  output: z.strictObject({
    devices: z.array(
      z.strictObject({
        ...{ id: z.string(), name: z.string(), zone: z.string().optional(), class: z.string() },
        ...{ available: z.boolean(), values: z.record(z.string(), z.unknown()) },
      }),
    ),
  }),
  run: async ({ devices: words }, home) => {
    const all = await home.list(KINDS.device.list)
    const paths = await zonesOf(home)
    const where = (device: Item) => paths.get(textIn(device, 'zone')) ?? ''
    return {
      devices: words.map((word) => {
        const device = resolve(all, word, 'device', where)
        return {
          ...{ id: textIn(device, 'id'), name: hubText(device['name']) },
          ...(where(device) !== '' && { zone: where(device) }),
          class: hubText(device['class'], 40),
          available: device['available'] !== false,
          values: Object.fromEntries(
            Object.entries(itemIn(device, 'capabilitiesObj')).map(([id, one]) => [
              hubText(id, 60),
              capabilityView(isItem(one) ? one : {}),
            ]),
          ),
        }
      }),
    }
  },
})

async function zonesOf(home: Home): Promise<ReadonlyMap<string, string>> {
  return home.may('zone:read') ? zonePaths(await home.list(KINDS.zone.list)) : new Map()
}

function capabilityView(capability: Item): Item {
  const { value: now, units, min, max, setable, values } = capability
  const choices = Array.isArray(values)
    ? values.filter(isItem).map(({ id }) => hubText(id, 40))
    : []
  return {
    value: hubValue(now),
    ...(typeof units === 'string' && units !== '' && { unit: hubText(units, 12) }),
    ...(setable === true && { settable: true }),
    ...(setable === true && typeof min === 'number' && { min }),
    ...(setable === true && typeof max === 'number' && { max }),
    ...(choices.length > 0 && { choices: choices.slice(0, 20) }),
  }
}

const SET = 'devices.setCapabilityValue'

export const setDevices = tool({
  name: 'devices_set',
  title: 'Switch devices',
  description:
    'Sets capabilities of devices, several at once, in the order given: for example onoff true, dim 0.4, target_temperature 20. Locks, garage doors, alarms and sirens need security-device:control besides. Says for each whether it was done.',
  needs: [['device:read', 'device:control']],
  kind: 'set',
  input: z.strictObject({
    changes: z
      .array(
        z.strictObject({
          device: z.string().min(1).max(120).describe('id, or exact name'),
          capability: z.string().min(1).max(80),
          value,
        }),
      )
      .min(1)
      .max(MOST.set),
  }),
  output: z.strictObject({
    done: z.array(z.strictObject({ device: z.string(), name: z.string(), capability: z.string() })),
    refused: z.array(
      z.strictObject({ device: z.string(), capability: z.string(), because: z.string() }),
    ),
  }),
  run: async ({ changes }, home) => {
    const all = await home.list(KINDS.device.list)
    // All are understood before any is sent.
    const meant = changes.map((change) => ({
      ...change,
      item: resolve(all, change.device, 'device'),
    }))
    for (const { item, capability } of meant) requireSettable(item, capability)
    const writes = meant.map(({ item, capability, value: to }) => ({
      ...{ item, capability },
      ids: { deviceId: textIn(item, 'id'), capabilityId: capability },
      body: { value: to },
    }))
    if (writes.length > 1) home.plan(writes.map(({ ids, body }) => ({ operation: SET, ids, body })))
    const done = []
    const refused = []
    for (const { item, capability, ids, body } of writes) {
      const id = textIn(item, 'id')
      const name = hubText(item['name'])
      try {
        await home.write(SET, { ids, body })
        done.push({ device: id, name, capability })
      } catch (error) {
        // What was done stays done, so the rest is told; with nothing done the refusal is the answer.
        if (!(error instanceof Refused) || done.length === 0) throw error
        refused.push({ device: id, capability, because: error.message })
      }
    }
    return { done, refused }
  },
})

function requireSettable(device: Item, capability: string): void {
  const known = itemIn(device, 'capabilitiesObj')
  const one = Object.hasOwn(known, capability) ? known[capability] : undefined
  if (isItem(one) && one['setable'] !== false) return
  const can = Object.entries(known).filter(([, each]) => isItem(each) && each['setable'] !== false)
  const list = can.map(([id]) => hubText(id, 60)).join(', ') || 'nothing'
  const name = JSON.stringify(hubText(device['name']))
  throw new ToolError(
    `${name} has no "${hubText(capability)}" that can be set. It can be set: ${list}.`,
  )
}
