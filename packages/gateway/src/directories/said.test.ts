// Which clients the entries of a directory are about: those whose maker alone has what they name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Identity } from '../clients/identity.ts'
import { MANIFEST } from '../clients/manifest.ts'
import { DIRECTORY_FILE, type DirectoryFile } from './directory-file.ts'
import { said } from './said.ts'

const NOW = Date.UTC(2026, 10, 23)
const iso = (time: number) => new Date(time).toISOString()
const ID = 'https://app.example/client.json'

const panel = (redirectUris: readonly string[], more: Partial<Identity> = {}): Identity => ({
  ...{ name: 'Panel', logo: null, redirectUris },
  ...more,
})

function directory(redirectUris: readonly string[], id?: string): DirectoryFile {
  const about = { ...(id !== undefined && { id }) }
  const reason = 'Panel shows your lights and whether they are on.'
  const manifest = MANIFEST.parse({
    ...{ name: 'Panel', version: '1.0.0', homepage: 'https://app.example', redirectUris },
    ...{ contact: 'dev@app.example', permissions: [{ permission: 'device:read', reason }] },
  })
  return DIRECTORY_FILE.parse({
    ...{ type: 'latchkey-directory', name: 'Friends', version: 1 },
    ...{ issued: iso(NOW), expires: iso(NOW + 1_000) },
    clients: [{ ...about, manifest, reviewed: iso(NOW) }],
    suspended: [{ ...about, name: 'Panel', redirectUris, because: 'It steals.', since: iso(NOW) }],
  })
}

/** Whether a directory with this entry vouches for a client, and whether it suspends it. */
function told(entry: DirectoryFile, identity: Identity, { id = 'lr_1', at = NOW } = {}) {
  const { listing, suspensions } = said(entry, { id, identity }, at)
  return [listing !== undefined, suspensions.length > 0]
}

test('https addresses, a scheme, this machine, and the address of a document', () => {
  const web = ['https://app.example/back']
  assert.deepEqual(told(directory(web), panel(web)), [true, true])
  assert.deepEqual(told(directory(web), panel(web, { name: 'Panel+' })), [false, true])
  assert.deepEqual(told(directory(web), panel(web, { logo: 'https://x.example/x' })), [false, true])
  assert.deepEqual(told(directory(web), panel(['https://evil.example/back'])), [false, false])
  const more = [...web, 'https://evil.example/back']
  assert.deepEqual(told(directory(web), panel(more)), [false, true])
  const scheme = ['com.example.panel:/back']
  assert.deepEqual(told(directory(scheme), panel(scheme)), [false, true], 'any program may have it')
  const here = ['http://127.0.0.1/back']
  assert.deepEqual(told(directory(here), panel(here)), [false, false], 'everybody waits there')
  assert.deepEqual(told(directory([]), panel([])), [false, false])
  assert.deepEqual(told(directory(here, ID), panel(here), { id: ID }), [true, true])
  assert.deepEqual(
    told(directory(here, ID), panel(here)),
    [false, false],
    'the name is not the address',
  )
})

test('an address by which it was suspended is remembered; only those of the entry are', () => {
  const web = ['https://app.example/back']
  const asked = { id: 'lr_1', identity: panel(['https://evil.example/back']) }
  const formerly = [...web, 'https://x.example/back']
  const [one] = said(directory(web), { ...asked, formerly }, NOW).suspensions
  assert.deepEqual(one?.redirectUris, web)
  assert.deepEqual(said(directory([]), { ...asked, formerly }, NOW).suspensions, [])
})

test('it vouches until it expires, and suspends beyond', () => {
  const web = ['https://app.example/back']
  assert.deepEqual(told(directory(web), panel(web), { at: NOW + 999 }), [true, true])
  assert.deepEqual(told(directory(web), panel(web), { at: NOW + 1_000 }), [false, true])
})
