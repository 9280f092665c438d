// What an owner may type as the address of a hub.
import assert from 'node:assert/strict'
import test from 'node:test'
import { parseHubAddress } from './address.ts'

const READ: Readonly<Record<string, string>> = {
  '192.168.1.20': 'http://192.168.1.20',
  ' 192.168.1.20\n': 'http://192.168.1.20',
  '192.168.1.20:4859': 'http://192.168.1.20:4859',
  '192.168.1.20:80': 'http://192.168.1.20',
  '192.168.1.20/': 'http://192.168.1.20',
  'homey.local': 'http://homey.local',
  'HOMEY.local': 'http://homey.local',
  localhost: 'http://localhost',
  'http://homey.local:4859/': 'http://homey.local:4859',
  'HTTP://homey.local': 'http://homey.local',
  'https://192-168-1-20.homey.homeylocal.com/': 'https://192-168-1-20.homey.homeylocal.com',
  'https://homey.local:443': 'https://homey.local',
  'https://homey.local:8443': 'https://homey.local:8443',
  '[::1]:80': 'http://[::1]',
  'http://[fe80::1]:4859': 'http://[fe80::1]:4859',
}

for (const [typed, address] of Object.entries(READ)) {
  test(`${JSON.stringify(typed)} is ${address}`, () => {
    assert.equal(parseHubAddress(typed), address)
  })
}

const REFUSED: Readonly<Record<string, string>> = {
  '': 'it cannot be read',
  ' ': 'it cannot be read',
  'http://': 'it cannot be read',
  'two words': 'it cannot be read',
  'homey.local:99999': 'it cannot be read',
  'javascript:alert(1)': 'it cannot be read',
  '::1': 'it cannot be read',
  'ftp://homey.local': 'it must be http or https',
  'ws://homey.local': 'it must be http or https',
  'file:///etc/passwd': 'it must be http or https',
  'http://user@homey.local': 'it must not hold a user or password',
  'http://user:secret@homey.local': 'it must not hold a user or password',
  'http://homey.local@evil.example': 'it must not hold a user or password',
  'homey.local@evil.example': 'it must not hold a user or password',
  'http://homey.local/api': 'it must end after the host and port',
  'homey.local/manager': 'it must end after the host and port',
  'http://homey.local?id=1': 'it must end after the host and port',
  'http://homey.local#a': 'it must end after the host and port',
  'http:\\\\evil\\x': 'it must end after the host and port',
}

for (const [typed, why] of Object.entries(REFUSED)) {
  test(`${JSON.stringify(typed)} is refused: ${why}`, () => {
    assert.throws(() => parseHubAddress(typed), {
      name: 'HubError',
      code: 'hub_address_invalid',
      message: `"${typed.trim().replace(/[^/]*@/, '…@')}" is no address of a Homey: ${why}. Type it as http://192.168.1.20`,
    })
  })
}

test('of a key that was pasted by mistake only the start is repeated, without odd bytes', () => {
  const key = 'http://0123456789/abcdefgh:SECRET-SECRET-SECRET'
  assert.throws(() => parseHubAddress(key), {
    message: /^"http:\/\/0123456789\/abcdef…" is no address/,
  })
  assert.throws(() => parseHubAddress('ftp://h\u001b[31m\u202e'), {
    message: /^"ftp:\/\/h\?\[31m\?"/,
  })
})
