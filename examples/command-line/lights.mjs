#!/usr/bin/env node
// A command that says which lamps are on, and switches them. It has no browser of its own, so its user types a code at
// Latchkey, on a phone if they like: the device flow. Copy this file; it needs openid-client, and no build.
//
//   LATCHKEY=http://127.0.0.1:8420 node lights.mjs            lists the lamps
//   LATCHKEY=http://127.0.0.1:8420 node lights.mjs Desk on    switches one
//   LATCHKEY=http://127.0.0.1:8420 node lights.mjs --forget   gives the access back
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import * as oauth from 'openid-client'

/** Ask for what you need and no more: the owner reads every word of it. */
const SCOPE = 'device:read device:control'
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'

const { LATCHKEY: latchkey = 'http://127.0.0.1:8420', LIGHTS_FILE } = process.env
const file = LIGHTS_FILE ?? join(homedir(), '.config', 'lights', 'access.json')
// A Latchkey at home may have no certificate. One that is called over the internet has.
const execute = latchkey.startsWith('http:') ? [oauth.allowInsecureRequests] : []
const options = { execute, algorithm: /** @type {const} */ ('oauth2') }

/** What is kept between two runs. @typedef {{ clientId: string, access?: string, refresh?: string }} Kept */

/** @returns {Promise<Kept | undefined>} */
async function read() {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : JSON.parse(text)
}

/** For this user's eyes only. @param {Kept} kept */
async function write(kept) {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, JSON.stringify(kept), { mode: 0o600 })
}

/** This program as Latchkey knows it. It registers itself once. @param {Kept | undefined} kept */
async function client(kept) {
  const at = new URL(latchkey)
  if (kept) return oauth.discovery(at, kept.clientId, undefined, oauth.None(), options)
  const metadata = {
    ...{ client_name: 'Lights', token_endpoint_auth_method: 'none' },
    ...{ grant_types: [DEVICE_CODE, 'refresh_token'], redirect_uris: [], response_types: [] },
  }
  return oauth.dynamicClientRegistration(at, metadata, oauth.None(), options)
}

/** Asks the owner. @param {oauth.Configuration} config */
async function connect(config) {
  const begun = await oauth.initiateDeviceAuthorization(config, { scope: SCOPE })
  console.error(`Open ${begun.verification_uri} and type ${begun.user_code}`)
  // It polls as slowly as Latchkey says, until the owner has decided.
  return keep(config, await oauth.pollDeviceAuthorizationGrant(config, begun))
}

/** @param {oauth.Configuration} config @param {oauth.TokenEndpointResponse} tokens */
async function keep(config, { access_token: access, refresh_token: refresh = '' }) {
  const kept = { clientId: config.clientMetadata().client_id, access, refresh }
  await write(kept)
  return kept
}

/** A new access token; undefined if the owner took the access back. @param {oauth.Configuration} config @param {string} refresh */
async function renew(config, refresh) {
  try {
    return await keep(config, await oauth.refreshTokenGrant(config, refresh))
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) return undefined
    throw error
  }
}

const kept = await read()
const config = await client(kept)
if (process.argv[2] === '--forget') {
  if (kept?.refresh) await oauth.tokenRevocation(config, kept.refresh)
  await rm(file, { force: true })
  process.exit()
}
let tokens = kept?.access ? kept : await connect(config)

/** Asks the Homey: the paths are those of its own API. @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
async function ask(method, path, body) {
  const send = () =>
    fetch(`${latchkey}/api/manager${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.access}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  let answer = await send()
  // 401 means only: this token is over. Renew it; if that fails, ask the owner again.
  if (answer.status === 401) {
    tokens = (await renew(config, tokens.refresh ?? '')) ?? (await connect(config))
    answer = await send()
  }
  const text = await answer.text()
  const said = text === '' ? undefined : JSON.parse(text)
  // 403: not granted, or the owner is being asked. 503: try again. The words are for people.
  if (!answer.ok) throw new Error(said.error_description ?? said.error)
  return said
}

/** @type {{ id: string, name: string, class: string, capabilitiesObj: Record<string, { value: unknown }> }[]} */
const devices = Object.values(await ask('GET', '/devices/device'))
const lamps = devices.filter((one) => one.class === 'light' && 'onoff' in one.capabilitiesObj)
const [name, wanted] = process.argv.slice(2)
if (name === undefined) {
  for (const lamp of lamps) {
    console.log(`${lamp.capabilitiesObj['onoff']?.value ? 'on ' : 'off'} ${lamp.name}`)
  }
} else {
  const lamp = lamps.find((one) => one.name === name)
  if (!lamp) throw new Error(`There is no lamp "${name}" that this program may see.`)
  await ask('PUT', `/devices/device/${lamp.id}/capability/onoff`, { value: wanted === 'on' })
}
