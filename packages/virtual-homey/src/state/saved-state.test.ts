// A hub that was saved comes back as it was; a file that is something else is refused in words.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { startVirtualHomey } from '../index.ts'

const timeout = 10_000

async function folder(): Promise<AsyncDisposable & { readonly file: string }> {
  const path = await mkdtemp(join(tmpdir(), 'virtual-homey-'))
  return {
    file: join(path, 'hub.json'),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

test('a saved hub comes back with its key, and makes new ids', { timeout }, async () => {
  await using place = await folder()
  await using before = await startVirtualHomey({ home: 'villa', name: 'Old', seed: 1 })
  before.state.zones = { ...before.state.zones }
  before.save(place.file)
  await using after = await startVirtualHomey({ state: place.file })
  assert.deepEqual(after.state, before.state)
  assert.deepEqual(
    [after.id, after.name, after.generation, after.key],
    [before.id, 'Old', 'pro-2023', before.key],
  )
  const made = after.createKey(['homey.flow'])
  assert.ok(!JSON.stringify(before.state.sessions).includes(made.split(':')[1] ?? ''))
})

test('the generation is in the file', { timeout }, async () => {
  await using place = await folder()
  await using old = await startVirtualHomey({ home: 'empty', generation: 'pro-2019' })
  old.save(place.file)
  await using after = await startVirtualHomey({ state: place.file, generation: 'pro-2019' })
  assert.equal(after.generation, 'pro-2019')
  await assert.rejects(startVirtualHomey({ state: place.file, generation: 'cloud' }), {
    message: `${place.file} holds a pro-2019, not a cloud.`,
  })
})

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['not json', /is not a saved virtual Homey: it is not JSON/],
  ['[]', /its format is not "virtual-homey-state"/],
  ['{"format":"virtual-homey-state","version":9}', /it has version 9, and this program reads 1/],
  [
    '{"format":"virtual-homey-state","version":1,"generation":"pro-1999"}',
    /there is no generation "pro-1999"/,
  ],
  ['{"format":"virtual-homey-state","version":1,"generation":"cloud"}', /it has no state/],
  [
    '{"format":"virtual-homey-state","version":1,"generation":"cloud","state":{"system":{"id":"a","name":"b"},"zones":3}}',
    /"zones" is not an object/,
  ],
]

test('what is not a saved hub is refused', { timeout }, async () => {
  await using place = await folder()
  await assert.rejects(startVirtualHomey({ state: place.file }), /Cannot read the saved state/)
  for (const [text, message] of REFUSED) {
    await writeFile(place.file, text)
    await assert.rejects(startVirtualHomey({ state: place.file }), message)
  }
  await assert.rejects(startVirtualHomey({}), /needs a home or a saved state/)
  await assert.rejects(startVirtualHomey({ state: place.file, home: 'empty' }), /give it alone/)
})
