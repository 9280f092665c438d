// Ask with the official client, which gives up at 10 s, over HTTP and over the socket: whenever the answer
// comes, the hub is asked 0 times or once, and never for a client that has given up.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { ApprovalView } from '@latchkey/gateway'
import { answer, asked, lampOf, openAskingWorld } from './asked.ts'
import { BY, officialClient } from './limited.ts'
import type { World } from './world.ts'

/** When the owner answers, in milliseconds after the call was made, and how often it is done then. */
const CASES: readonly (readonly [answered: number | null, done: 0 | 1])[] = [
  [3_000, 1],
  [7_000, 1],
  [10_100, 0],
  [25_000, 0],
  [null, 0],
]

/** What came of one call: whether it was done, and how often, by the value that only it sets. */
async function outcome(world: World, by: (typeof BY)[number], at: number | null, value: number) {
  const name = `${by} ${at}`
  const { key } = await world.fullKey(name, ['device:control', 'device:read'])
  await using client = await officialClient(world, key, by)
  const times = (): number =>
    world.homey.requests.filter(({ method, body }) => method === 'PUT' && valueIn(body) === value)
      .length
  const call = () =>
    client.api.devices.setCapabilityValue({
      ...{ deviceId: lampOf(world), capabilityId: 'dim', value },
    })
  const begun = performance.now()
  const first = call().then(
    () => ({ status: 200, message: '', took: performance.now() - begun }),
    (error: { statusCode?: number; message: string }) => ({
      ...{ status: error.statusCode, message: error.message, took: performance.now() - begun },
    }),
  )
  const question = await questionOf(world, name)
  if (at !== null) {
    await pause(at - (performance.now() - begun))
    await answer(world, question.id, 'once')
  }
  const told = await first
  // Long after its time nothing may come of it.
  if (at === null) await pause(26_000 - (performance.now() - begun))
  const done = times()
  if (at === null || done === 1) return { told, done, retried: undefined, again: done, question }
  await call()
  const retried = times()
  await pause(100)
  return { told, done, retried, again: times(), question }
}

const valueIn = (body: unknown): unknown => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return /"value":([\d.]+)/.exec(text ?? '')?.[1] === undefined
    ? undefined
    : Number(/"value":([\d.]+)/.exec(text ?? '')?.[1])
}

async function questionOf(world: World, client: string): Promise<ApprovalView> {
  while (true) {
    const found = (await asked(world)).find((one) => one.client === client)
    if (found) return found
    await pause(10)
  }
}

test('answers after 3, 7, 10.1, 25 s and never: once or not at all', {
  timeout: 180_000,
}, async () => {
  await using world = await openAskingWorld()
  let value = 0
  const all = BY.flatMap((by) =>
    CASES.map(async ([at, done]) => {
      value += 0.01
      const came = await outcome(world, by, at, Math.round(value * 100) / 100)
      const name = `${by}, answered after ${at} ms: ${JSON.stringify(came)}`
      assert.equal(came.done, done, name)
      if (done === 1) assert.equal(came.told.status, 200, name)
      else {
        assert.equal(came.told.status, 403, name)
        assert.ok(came.told.message.includes(came.question.id), name)
        // Held for its eight seconds; had the client given up by itself, this were no 403.
        assert.ok(came.told.took > 7_900, name)
      }
      if (done === 0 && at !== null) assert.equal(came.retried, 1, name)
      assert.ok(came.again <= 1, name)
    }),
  )
  await Promise.all(all)
  assert.deepEqual(world.errors, [])
})
