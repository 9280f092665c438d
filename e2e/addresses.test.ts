// What the gateway listens on and whom it believes: clear text, TLS, proxies, names, pages of others.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Installation, type ListenOptions, listen, openInstallation } from '@latchkey/gateway'
import { Browser, PASSWORD, setupToken } from './browser.ts'
import { running } from './terminal.ts'
import { typed } from './typed.ts'
import { send, temporaryDirectory } from './world.ts'

const PING = '/api/manager/system/ping'

/** An installation without hubs, and a listener as the test wants it. */
async function open(options: Partial<ListenOptions> = {}) {
  const stack = new AsyncDisposableStack()
  const directory = stack.use(temporaryDirectory())
  const installation: Installation = stack.use(await openInstallation({ data: directory.path }))
  try {
    const listener = stack.use(
      await listen(installation, { host: '127.0.0.1', port: 0, ...options }),
    )
    installation.reachedAt({ url: listener.url, setupRemote: false })
    return {
      installation,
      listener,
      url: listener.url,
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** A certificate for `name` and its key, as files. */
function certificate(folder: string, name: string) {
  const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) }
  const what = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name},IP:127.0.0.1`]
  execFileSync(
    'openssl',
    [...what, '-days', '2', ...names, '-keyout', files.key, '-out', files.cert],
    {
      stdio: 'ignore',
    },
  )
  return files
}

/** Asks over TLS; gives back status, cookies and whose certificate it was. */
function secure(url: string, method: string, path: string, headers = {}, body?: unknown) {
  const { hostname, port } = new URL(url)
  return new Promise<{ status: number; cookies: string; subject: string }>((resolve, reject) => {
    const options = {
      hostname,
      port,
      method,
      path,
      headers,
      agent: false,
      rejectUnauthorized: false,
    }
    const sent = request(options, (answer) => {
      const { subject } = (answer.socket as import('node:tls').TLSSocket).getPeerCertificate()
      const cookies = String(answer.headers['set-cookie'] ?? '')
      answer.resume()
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, cookies, subject: String(subject.CN) }),
      )
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

test('it does not listen beyond this machine in clear text unless it is told to', async () => {
  for (const host of ['0.0.0.0', '::']) {
    await assert.rejects(open({ host }), /--tls-cert.*--trusted-proxy.*--insecure-http/)
  }
  for (const allowed of [{ insecureHttp: true }, { trustedProxies: ['10.0.0.0/8'] }]) {
    await using gateway = await open({ host: '0.0.0.0', ...allowed })
    assert.match(gateway.url, /^http:\/\/0\.0\.0\.0:\d+$/)
  }
  await assert.rejects(open({ trustedProxies: ['10.0.0.0/33'] }), /"10\.0\.0\.0\/33" is no network/)
})

test('the command refuses it too, and says what to do', async () => {
  using data = temporaryDirectory()
  const words = ['start', '--host', '0.0.0.0', '--port', '0', '--data', data.path]
  const refused = await typed(words)
  assert.equal(refused.code, 1)
  assert.match(refused.err, /--insecure-http/)
  const half = await typed([...words, '--tls-cert', 'x.pem'])
  assert.deepEqual([half.code, /both/.test(half.err)], [64, true])
})

test('over TLS the session is a __Host- cookie, and only that one counts', async () => {
  using folder = temporaryDirectory()
  await using gateway = await open({ tls: certificate(folder.path, 'localhost') })
  assert.match(gateway.url, /^https:/)
  const host = new URL(gateway.url).host
  const token = await setupToken(gateway.installation)
  const headers = {
    ...{ host, origin: `https://${host}`, 'x-latchkey': '1', 'content-type': 'application/json' },
  }
  const body = { token, name: 'Ann', password: PASSWORD }
  const made = await secure(gateway.url, 'POST', '/owner/v1/setup', headers, body)
  assert.equal(made.status, 200)
  assert.match(made.cookies, /^__Host-latchkey=[\w-]{43}; Path=\/; HttpOnly; .*; Secure$/)
  const [cookie = ''] = made.cookies.split(';')
  const me = (one: string) => secure(gateway.url, 'GET', '/owner/v1/me', { host, cookie: one })
  assert.equal((await me(cookie)).status, 200)
  assert.equal((await me(cookie.replace('__Host-', ''))).status, 401)
})

test('a certificate is read again when it is told to, and a bad one changes nothing', async () => {
  using folder = temporaryDirectory()
  const tls = certificate(folder.path, 'first')
  const next = certificate(folder.path, 'second')
  await using gateway = await open({ tls })
  const subject = async () => (await secure(gateway.url, 'GET', PING)).subject
  assert.equal(await subject(), 'first')
  writeFileSync(tls.cert, 'no certificate')
  assert.throws(() => gateway.listener.reload(), /not a certificate and its key/)
  assert.equal(await subject(), 'first')
  copyFileSync(next.cert, tls.cert)
  copyFileSync(next.key, tls.key)
  gateway.listener.reload()
  assert.equal(await subject(), 'second')
})

test('SIGHUP reads the certificate again, and the gateway goes on', async () => {
  using folder = temporaryDirectory()
  const tls = certificate(folder.path, 'first')
  const next = certificate(folder.path, 'second')
  const words = ['start', '--json', '--port', '0', '--data', join(folder.path, 'data')]
  await using gateway = await running<{ url: string }>([
    ...[...words, '--tls-cert', tls.cert, '--tls-key', tls.key],
  ])
  copyFileSync(next.cert, tls.cert)
  copyFileSync(next.key, tls.key)
  void gateway.kill('SIGHUP')
  for (let at = 0; at < 100 && !gateway.log().includes('read again'); at++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.equal((await secure(gateway.ready.url, 'GET', PING)).subject, 'second')
})

test('case 6: X-Forwarded headers count from a trusted proxy alone', async () => {
  const forwarded = {
    ...{ 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' },
    'x-forwarded-host': 'latchkey.example',
  }
  const publicUrl = 'https://latchkey.example'
  const signIn = async (trustedProxies: readonly string[], origin: string) => {
    await using gateway = await open({ publicUrl, trustedProxies })
    const browser = new Browser(gateway.url)
    const body = { name: 'Nobody', password: PASSWORD }
    const reply = await browser.ask('POST', '/sign-in', body, { ...forwarded, origin })
    return [reply.status, reply.json()['error']]
  }
  assert.deepEqual(await signIn(['127.0.0.0/8'], publicUrl), [401, 'sign_in_failed'])
  assert.deepEqual(await signIn([], publicUrl), [403, 'request_forged'])
  assert.deepEqual(await signIn(['10.0.0.0/8'], publicUrl), [403, 'request_forged'])
})

test('from elsewhere a setup link is refused unless --setup-remote, and guessing is slowed for long', async () => {
  await using gateway = await open({
    ...{ publicUrl: 'https://latchkey.example', trustedProxies: ['127.0.0.1'] },
  })
  const { installation, url } = gateway
  const browser = new Browser(url)
  const ask = (path: string, body: unknown) =>
    browser.ask('POST', path, body, {
      ...{ 'x-forwarded-for': '203.0.113.9, 127.0.0.1', 'x-forwarded-proto': 'https' },
      ...{ 'x-forwarded-host': 'latchkey.example', origin: 'https://latchkey.example' },
    })
  const token = await setupToken(installation)
  const body = { token, name: 'Ann', password: PASSWORD }
  assert.equal((await ask('/setup', body)).json()['error'], 'setup_refused')
  installation.reachedAt({ url, setupRemote: true })
  assert.equal((await ask('/setup', body)).status, 200)
  const guess = { name: 'Ann', password: 'wrong password' }
  for (let at = 0; at < 3; at++) await ask('/sign-in', guess)
  assert.equal((await ask('/sign-in', { ...guess, password: PASSWORD })).status, 429)
  const near = await new Browser(url).ask('POST', '/sign-in', { ...guess, password: PASSWORD })
  assert.equal(near.status, 200, 'the household is not kept out')
})

test('case 8: pages of any origin may use the hub path without credentials, and nothing else', async () => {
  await using gateway = await open()
  const page = { origin: 'http://panel.example' }
  const question = await send(gateway.url, 'OPTIONS', '/api/manager/devices/device', {
    headers: { ...page, 'access-control-request-method': 'GET' },
  })
  assert.equal(question.status, 204)
  assert.equal(question.headers['access-control-allow-origin'], '*')
  assert.equal(question.headers['access-control-allow-credentials'], undefined)
  assert.match(String(question.headers['access-control-allow-headers']), /Authorization/)
  const ping = await send(gateway.url, 'GET', PING, { headers: page })
  assert.equal(ping.headers['access-control-allow-origin'], '*')
  const health = await send(gateway.url, 'GET', '/healthz', { headers: page })
  assert.equal(health.headers['access-control-allow-origin'], undefined)
})
