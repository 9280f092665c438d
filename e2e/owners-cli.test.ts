// Owners at the command line: the setup link of `latchkey start`, and `latchkey owner`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser, PASSWORD } from './browser.ts'
import { running } from './terminal.ts'
import { typed as latchkey } from './typed.ts'
import { temporaryDirectory } from './world.ts'

interface Ready {
  readonly url: string
  readonly setup?: string
}

test('a setup link at each start until there is an owner; then links only when asked for', async () => {
  using data = temporaryDirectory()
  const at = ['--data', data.path, '--json']
  const start = () => running<Ready>(['start', '--port', '0', ...at])
  const none = await latchkey(['owner', 'link', ...at])
  assert.deepEqual([none.code, JSON.parse(none.err).error], [1, 'not_listening'])
  let old: string
  {
    await using first = await start()
    old = first.ready.setup ?? ''
    assert.match(old, /^http:\/\/localhost:\d+\/setup#[\w-]{43}$/)
    assert.ok(!first.log().includes(old.split('#')[1] ?? '-'), 'the link is not in the log')
  }
  {
    await using second = await start()
    const { url, setup = '' } = second.ready
    const browser = new Browser(url)
    const use = (link: string) =>
      browser.ask('POST', '/setup', { token: link.split('#')[1], name: 'Ann', password: PASSWORD })
    assert.equal((await use(old)).status, 403, 'the one of the start before works no more')
    assert.equal((await use(setup)).status, 200)
    const owners = await latchkey(['owner', 'list', ...at])
    assert.deepEqual(
      (JSON.parse(owners.out) as { name: string }[]).map((one) => one.name),
      ['Ann'],
    )
    const unknown = await latchkey(['owner', 'link', '--owner', 'Eve', ...at])
    assert.equal(JSON.parse(unknown.err).error, 'owner_unknown')
    const link = await latchkey(['owner', 'link', '--owner', 'Ann', ...at])
    assert.equal((await use(JSON.parse(link.out).url)).status, 200)
  }
  await using third = await start()
  assert.equal(third.ready.setup, undefined)
})
