// What a check of a manifest says: where, what is wrong or too much, and what would do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PERMISSIONS, PRESETS } from '@latchkey/catalogue'
import fc from 'fast-check'
import { checkManifest, checkText } from './check-manifest.ts'
import { placesIn } from './json-places.ts'
import { reasonsOn } from './manifest.ts'
import { INCLUDES, SMALLER } from './smaller.ts'

const because = (permission: string) => `It needs this for ${permission}, as you can see.`

const GOOD = {
  ...{ name: 'Panel', version: '1.0.0', homepage: 'https://panel.example' },
  ...{ contact: 'dev@panel.example', redirectUris: ['https://panel.example/back'] },
  permissions: [{ permission: 'device:read', reason: because('device:read') }],
}

const asking = (...words: readonly string[]) => ({
  ...GOOD,
  permissions: words.map((permission) => ({ permission, reason: because(permission) })),
})

const codes = (value: object) =>
  checkManifest(value).findings.map(({ level, code, path }) => `${level} ${code} ${path}`)

test('a good manifest has nothing found, and its reasons by permission', () => {
  const { manifest, findings } = checkManifest(GOOD)
  assert.deepEqual(findings, [])
  assert.ok(manifest)
  assert.deepEqual([...reasonsOn(manifest, 'pro-2023')], [['device:read', because('device:read')]])
})

test('what is wrong is told with its place and what to do, and gives no manifest', () => {
  const rows: readonly (readonly [object, string])[] = [
    [asking('device:reed'), 'wrong unknown-permission permissions[0].permission'],
    [asking('device:read', 'device:read'), 'wrong named-twice permissions[1].permission'],
    [{ ...GOOD, redirectUris: ['http://x.example/'] }, 'wrong form redirectUris[0]'],
    [{ ...GOOD, redirectUris: ['javascript:alert(1)'] }, 'wrong form redirectUris[0]'],
    [{ ...GOOD, name: '\u202eknaB' }, 'wrong form name'],
    [{ ...GOOD, name: 'Homey Official \u{1F6E1}' }, 'wrong form name'],
    [{ ...GOOD, name: 'x'.repeat(61) }, 'wrong form name'],
    [{ ...GOOD, homepage: 'http://panel.example' }, 'wrong form homepage'],
    [
      { ...GOOD, permissions: [{ permission: 'device:read', reason: '' }] },
      'wrong form permissions[0].reason',
    ],
    [{ ...GOOD, surprise: 1 }, 'wrong form '],
  ]
  for (const [value, said] of rows) {
    const { manifest } = checkManifest(value)
    assert.equal(manifest, undefined, said)
    assert.ok(codes(value).includes(said), `${said} in ${codes(value)}`)
  }
  const [unknown] = checkManifest(asking('device:reed')).findings
  assert.match(unknown?.message ?? '', /Did you mean "device:read"/)
})

test('what is too much is told with why, and with what would do', () => {
  const full = checkManifest(asking('preset:full-control')).findings
  assert.match(full[0]?.message ?? '', /full control/)
  assert.ok(full.some(({ code, advice }) => code === 'smaller' && /preset:control/.test(advice)))
  assert.ok(
    codes(asking('preset:control', 'device:read')).includes(
      'much included permissions[1].permission',
    ),
  )
  assert.ok(
    codes(asking('flow:update', 'flow:enable')).includes('much included permissions[1].permission'),
  )
  assert.ok(codes(asking('flow:update')).includes('much full-control permissions[0].permission'))
  const bound = { ...asking('flow:update'), limits: { own: true } }
  assert.ok(
    !codes(bound).includes('much full-control permissions[0].permission'),
    'limits lower it',
  )
  const same = {
    ...GOOD,
    permissions: [...GOOD.permissions, { permission: 'zone:read', reason: because('device:read') }],
  }
  assert.ok(codes(same).includes('much same-reason permissions[1].reason'))
  const thin = { ...GOOD, permissions: [{ permission: 'device:read', reason: 'See devices.' }] }
  assert.ok(codes(thin).includes('much thin-reason permissions[0].reason'))
  assert.ok(
    codes(asking('experiment:read')).includes('note absent permissions[0].permission'),
    `${codes(asking('experiment:read'))}`,
  )
})

test('a file is told of by line, also where it is no JSON or says something twice', () => {
  const text = JSON.stringify(asking('device:reed'), undefined, 2)
  const line = text.split('\n').findIndex((one) => one.includes('device:reed')) + 1
  assert.equal(checkText(text).findings[0]?.line, line)
  const broken = checkText('{\n  "name": "Panel",\n  "version" "1"\n}')
  assert.deepEqual([broken.findings[0]?.code, broken.findings[0]?.line], ['not-json', 3])
  const twice = checkText(`{\n"name": "A",${JSON.stringify(GOOD).slice(1)}`)
  assert.deepEqual([twice.findings[0]?.code, twice.manifest], ['twice', undefined])
})

test('the tables name only what there is, and less than what it is for', () => {
  const known = (word: string) => PERMISSIONS.has(word) || word in PRESETS || word === 'homey'
  for (const [word, { instead }] of Object.entries(SMALLER)) {
    assert.ok(known(word) && known(instead), `${word} ${instead}`)
  }
  for (const [word, less] of Object.entries(INCLUDES)) assert.ok(known(word) && known(less))
})

test('every part of every JSON text has its line', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const text = JSON.stringify(value, undefined, 1)
      const places = placesIn(text)
      assert.deepEqual(places.twice, [])
      walk(value, [], (path, leaf) => {
        const line = text.split('\n')[places.lineOf(path) - 1] ?? ''
        assert.ok(line.includes(JSON.stringify(leaf)), `${JSON.stringify(path)} in ${line}`)
      })
    }),
    { numRuns: 200 },
  )
})

function walk(
  value: unknown,
  path: readonly (string | number)[],
  told: (path: readonly (string | number)[], leaf: unknown) => void,
): void {
  if (Array.isArray(value)) value.forEach((one, index) => void walk(one, [...path, index], told))
  else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) walk(one, [...path, name], told)
  } else told(path, value)
}
