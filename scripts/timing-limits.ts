// How long answers take to what is not covered and to what is not there: nobody must be able to tell the two by
// the clock. For every kind 2 000 requests of each, one after the other in turn, with the medians.
// Run: node --conditions=latchkey-source scripts/timing-limits.ts [--requests 2000]
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import { idOf, limitedKey } from '../e2e/limited.ts'
import { openWorld } from '../e2e/world.ts'

const { values } = parseArgs({ options: { requests: { type: 'string', default: '2000' } } })
const requests = Number(values.requests)

const NOWHERE = '00000000-0000-4000-8000-000000000000'

await using world = await openWorld()
const permissions = [
  ...['device:read', 'zone:read', 'flow:read', 'advanced-flow:read', 'flow-folder:read'],
  ...['variable:read', 'mood:read', 'dashboard:read', 'device:control', 'flow:update', 'mood:set'],
]
const { key } = await limitedKey(world, { zones: ['Kitchen'] }, permissions)
const api = '/api/manager'
const [advanced = ''] = Object.keys(world.homey.state.advancedFlows)
const KINDS: readonly (readonly [string, string, string, string?])[] = [
  ['GET', `${api}/devices/device/ID`, idOf(world, 'devices', 'Bedside lamp')],
  [
    'PUT',
    `${api}/devices/device/ID/capability/dim`,
    idOf(world, 'devices', 'Bedside lamp'),
    '{"value":1}',
  ],
  ['GET', `${api}/zones/zone/ID`, idOf(world, 'zones', 'Bedroom')],
  ['GET', `${api}/flow/flow/ID`, idOf(world, 'flows', 'Lights out')],
  ['PUT', `${api}/flow/flow/ID`, idOf(world, 'flows', 'Lights out'), '{"actions":[]}'],
  ['GET', `${api}/flow/advancedflow/ID`, advanced],
  ['GET', `${api}/flow/flowfolder/ID`, idOf(world, 'flowFolders', 'Safety')],
  ['GET', `${api}/logic/variable/ID`, idOf(world, 'variables', 'Guests')],
  ['GET', `${api}/moods/mood/ID`, idOf(world, 'moods', 'Movie')],
  ['POST', `${api}/moods/mood/ID/set`, idOf(world, 'moods', 'Movie'), '{}'],
  ['GET', `${api}/dashboards/dashboard/ID`, idOf(world, 'dashboards', 'Phone')],
]

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

/** Asks once; the time in milliseconds. */
function timed(method: string, path: string, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    const sent = request(`${world.url}${path}`, { method, agent, headers }, (answer) => {
      answer.resume().on('end', () => {
        if (answer.statusCode !== 404) reject(new Error(`${path}: ${answer.statusCode}`))
        resolve(performance.now() - begun)
      })
    })
    sent.on('error', reject).end(body)
  })
}

const median = (times: number[]): number =>
  times.sort((one, other) => one - other)[times.length >> 1] ?? 0

console.log(`load ${readFileSync('/proc/loadavg', 'utf8').trim()}, ${requests} requests of each`)
for (const [method, path, there, body] of KINDS) {
  const [uncovered, missing]: [number[], number[]] = [[], []]
  for (let at = 0; at < requests + 100; at++) {
    // Whoever is first of a pair is so half of the time.
    for (const which of at % 2 === 0 ? [uncovered, missing] : [missing, uncovered]) {
      const id = which === uncovered ? there : NOWHERE
      which.push(await timed(method, path.replace('ID', id), body))
    }
  }
  const [one, other] = [median(uncovered.slice(100)), median(missing.slice(100))]
  const apart = ((one - other) / other) * 100
  console.log(
    `${method} ${path}: not covered ${one.toFixed(3)} ms, not there ${other.toFixed(3)} ms, ${apart.toFixed(1)} %`,
  )
}
agent.destroy()
console.log(`load ${readFileSync('/proc/loadavg', 'utf8').trim()}`)
