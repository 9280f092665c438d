// What limits leave of answers: what is not covered and what is not there are one answer, to the byte; and a tag
// never stands for two answers. How long each takes is measured by scripts/timing-limits.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { behindItsBack, idOf, limitedKey, ownersHand } from './limited.ts'
import { openWorld, type Reply, type World } from './world.ts'

const IN_TIME = { timeout: 120_000 }

const NOWHERE = '00000000-0000-4000-8000-000000000000'

const READS = [
  ...['device:read', 'zone:read', 'flow:read', 'advanced-flow:read', 'flow-folder:read'],
  ...['variable:read', 'mood:read', 'dashboard:read', 'homeyscript:read', 'app:read'],
  ...['insights:read', 'flow-token:read', 'flow-card:read', 'image:read'],
]
const WRITES = [
  ...['device:control', 'device:update', 'device-settings:update', 'zone:update', 'flow:update'],
  ...['flow:delete', 'flow:start', 'advanced-flow:update', 'mood:set', 'mood:update'],
  ...['variable:update', 'variable:delete', 'dashboard:update', 'dashboard:delete'],
]

/** Every kind of path with an id in it; `ID` stands for the id, and `there` is what the kitchen has not. */
const paths = (world: World): readonly (readonly [string, string, string, object?])[] => {
  const id = (kind: Parameters<typeof idOf>[1], name: string) => idOf(world, kind, name)
  const device = id('devices', 'Bedside lamp')
  const flow = id('flows', 'Lights out')
  const [advanced = ''] = Object.keys(world.homey.state.advancedFlows)
  const [image = ''] = Object.keys(world.homey.state.images)
  const api = '/api/manager'
  const rows: readonly (readonly [string, string, string, object?])[] = [
    ['GET', `${api}/devices/device/ID`, device],
    ['GET', `${api}/devices/device/ID/capability/dim`, device],
    ['GET', `${api}/devices/device/ID/settings_obj`, device],
    ['PUT', `${api}/devices/device/ID/capability/dim`, device, { value: 1 }],
    ['PUT', `${api}/devices/device/ID`, device, { name: 'x' }],
    ['PUT', `${api}/devices/device/ID/settings`, device, { a: 1 }],
    ['GET', `${api}/zones/zone/ID`, id('zones', 'Bedroom')],
    ['PUT', `${api}/zones/zone/ID`, id('zones', 'Bedroom'), { name: 'x' }],
    ['GET', `${api}/flow/flow/ID`, flow],
    ['PUT', `${api}/flow/flow/ID`, flow, { name: 'x' }],
    ['PUT', `${api}/flow/flow/ID`, flow, { actions: [] }],
    ['DELETE', `${api}/flow/flow/ID`, flow],
    ['POST', `${api}/flow/flow/ID/trigger`, flow, {}],
    ['GET', `${api}/flow/advancedflow/ID`, advanced],
    ['PUT', `${api}/flow/advancedflow/ID`, advanced, { name: 'x' }],
    ['GET', `${api}/flow/flowfolder/ID`, id('flowFolders', 'Safety')],
    ['GET', `${api}/logic/variable/ID`, id('variables', 'Guests')],
    ['PUT', `${api}/logic/variable/ID`, id('variables', 'Guests'), { value: true }],
    ['DELETE', `${api}/logic/variable/ID`, id('variables', 'Guests')],
    ['GET', `${api}/moods/mood/ID`, id('moods', 'Movie')],
    ['POST', `${api}/moods/mood/ID/set`, id('moods', 'Movie'), {}],
    ['PUT', `${api}/moods/mood/ID`, id('moods', 'Movie'), { name: 'x' }],
    ['GET', `${api}/dashboards/dashboard/ID`, id('dashboards', 'Phone')],
    ['PUT', `${api}/dashboards/dashboard/ID`, id('dashboards', 'Phone'), { name: 'x' }],
    ['GET', `${api}/apps/app/ID`, 'com.example.echo'],
    ['GET', `${api}/insights/log/homey:device:ID/homey:device:ID:dim/entry`, device],
    ['GET', `${api}/images/image/ID`, image],
    ['GET', `${api}/flow/flowcardaction/homey:device:ID/homey:device:ID:on`, device],
  ]
  return rows.filter(([, , there]) => there !== '')
}

/** All of an answer that a client can see, without the moment. */
const seen = ({ status, headers, text }: Reply): string => {
  const { date: _, ...rest } = headers
  return JSON.stringify([status, rest, text])
}

test(
  'case 9: what is not covered and what is not there are answered with the same bytes',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const { key } = await limitedKey(world, { zones: ['Kitchen'] }, [...READS, ...WRITES])
    // Once, so that what follows is not the first of its kind.
    assert.equal((await world.send('GET', '/api/manager/zones/zone', { key })).status, 200)
    const before = world.homey.requests.filter(({ method }) => method !== 'GET').length
    for (const [method, path, there, body] of paths(world)) {
      const missing = there.startsWith('com.') ? 'com.example.nowhere' : NOWHERE
      const ask = (id: string) =>
        world.send(method, path.replaceAll('ID', id), { key, ...(body && { body }) })
      const replies = new Set<string>()
      for (let round = 0; round < 20; round++) {
        replies.add(seen(await ask(there))).add(seen(await ask(missing)))
      }
      assert.equal(replies.size, 1, `${method} ${path}: ${[...replies].join('\n')}`)
      assert.match([...replies].join(), /^\[40[34],/, `${method} ${path}`)
    }
    const written = world.homey.requests.filter(({ method }) => method !== 'GET').length
    assert.equal(written, before, 'the hub was sent no write')
    assert.deepEqual(world.errors, [])
  },
)

const LISTS = ['devices/device', 'zones/zone', 'flow/flow', 'moods/mood'] as const

interface Tagged {
  readonly tags: Map<string, string>
  look(key: string): Promise<void>
}

/** Looks at all lists, whole and by their tags, and holds every tag against the bytes that it once stood for. */
function looker(world: World): Tagged {
  const tags = new Map<string, string>()
  const last = new Map<string, { readonly tag: string; readonly text: string }>()
  const look = async (key: string) => {
    for (const list of LISTS) {
      const path = `/api/manager/${list}`
      const known = last.get(`${key} ${path}`)
      const headers = known && { 'if-none-match': known.tag }
      const reply = await world.send('GET', path, { key, ...(headers && { headers }) })
      const whole = reply.status === 304 ? await world.send('GET', path, { key }) : reply
      assert.equal(whole.status, 200, whole.text)
      const { etag } = whole.headers as { etag?: string }
      // The hub itself answered: it has no tags.
      if (etag === undefined) continue
      if (reply.status === 304) {
        assert.equal(reply.text, '')
        if (etag === known?.tag)
          assert.equal(whole.text, known.text, `304 for other bytes: ${path}`)
      }
      const name = `${path} ${etag}`
      assert.equal(tags.get(name) ?? whole.text, whole.text, `one tag for two answers: ${path}`)
      tags.set(name, whole.text)
      last.set(`${key} ${path}`, { tag: etag, text: whole.text })
    }
  }
  return { tags, look }
}

test(
  'a tag changes with every change that matters, and never stands for two answers',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const permissions = [...READS]
    const grants = [
      await limitedKey(world, { zones: ['Kitchen'] }, permissions),
      await limitedKey(world, { zones: ['Kitchen'], capabilities: ['dim'] }, permissions),
      await limitedKey(world, { except: { devices: ['Counter light'] } }, permissions),
      await limitedKey(world, null, permissions),
    ]
    const hand = await ownersHand(world)
    const { look, tags } = looker(world)
    const devices = ['Counter light', 'Bedside lamp', 'Hall motion', 'Smoke alarm']
    const zones = ['Kitchen', 'Bedroom', 'Hall', 'Downstairs'].map((name) =>
      idOf(world, 'zones', name),
    )
    const ids = devices.map((name) => idOf(world, 'devices', name))
    const at = (all: readonly string[], one: number) => all[one % all.length] ?? ''
    const device = '/api/manager/devices/device'
    const change = fc.oneof(
      fc.tuple(fc.constant('move' as const), fc.nat(3), fc.nat(3)),
      fc.tuple(fc.constant('alarm' as const), fc.nat(1), fc.nat(3)),
      fc.tuple(fc.constant('dim' as const), fc.nat(1), fc.nat(100)),
      fc.tuple(fc.constant('grant' as const), fc.nat(1), fc.nat(3)),
      fc.tuple(fc.constant('zone' as const), fc.nat(1), fc.nat(1)),
      fc.tuple(fc.constant('class' as const), fc.nat(1), fc.nat(1)),
    )
    const acts: Record<string, (one: number, other: number) => unknown> = {
      move: (one, other) => hand('PUT', `${device}/${at(ids, one)}`, { zone: at(zones, other) }),
      alarm: (one, other) => {
        const [id, capability] = one === 0 ? [ids[2], 'alarm_motion'] : [ids[3], 'alarm_smoke']
        world.homey.sense(id ?? '', capability ?? '', other % 2 === 0)
      },
      dim: (one, other) => world.homey.sense(at(ids, one), 'dim', other / 100),
      grant: (one, other) =>
        world.owner('PUT', `/keys/${grants[one]?.id}`, { limits: { zones: [at(zones, other)] } }),
      // A siren is had by no room, so the zone that it is in shows it no more.
      class: (one) => {
        const virtualClass = one === 0 ? 'siren' : 'sensor'
        return hand('PUT', `${device}/${ids[2]}`, { virtualClass })
      },
      zone: (one, other) =>
        behindItsBack(world, 'PUT', `/api/manager/zones/zone/${zones[2]}`, {
          parent: idOf(world, 'zones', ['Downstairs', 'Kitchen'][(one + other) % 2] ?? ''),
        }),
    }
    const run = fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 6 }),
      async (changes) => {
        for (const [what, one, other] of changes) {
          await acts[what]?.(one, other)
          for (const { key } of grants) await look(key)
        }
      },
    )
    await fc.assert(run, { numRuns: 15 })
    assert.ok(tags.size > 20, `${tags.size} tags`)
    assert.deepEqual(world.errors, [])
  },
)
