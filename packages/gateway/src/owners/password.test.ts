// Passwords: the form that is kept, and that what is wrong is wrong whatever is kept.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { OwnerError } from '../owner-error.ts'
import { Passwords } from './password.ts'

test('a password is kept as argon2id with 19 MiB and two passes, and recognised', async () => {
  const passwords = new Passwords(randomBytes)
  const kept = await passwords.hash('correct horse battery')
  assert.match(kept, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  assert.notEqual(await passwords.hash('correct horse battery'), kept)
  assert.equal(await passwords.verify('correct horse battery', kept), true)
  assert.equal(await passwords.verify('correct horse batterY', kept), false)
  assert.equal(await passwords.verify('correct horse battery', undefined), false)
  assert.equal(await passwords.verify('correct horse battery', 'nonsense'), false)
})

test('the same letters in another form of Unicode are the same password', async () => {
  const passwords = new Passwords(randomBytes)
  const kept = await passwords.hash('cafe\u0301 au lait!')
  assert.equal(await passwords.verify('caf\u00e9 au lait!', kept), true)
})

test('too many at once are told to come again', async () => {
  const passwords = new Passwords(randomBytes)
  const all = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.hash('x')))
  const refused = all.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 6, 'two run and 32 wait')
  assert.ok(refused.every((one) => one.reason instanceof OwnerError && one.reason.code === 'busy'))
})
