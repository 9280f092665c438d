// What the pages do in the browser, for those that run scripts: take the setup token out of the address,
// and use passkeys. All else works without. It is served as a file of its own, so that no page needs
// inline script.

/** The script, as browsers of the last few years run it. */
export const SCRIPT = `'use strict'

// A token behind # never reaches the server by itself, and must not stay in the address.
const fragment = document.querySelector('form[data-fragment]')
const token = location.hash.slice(1)
if (fragment && token) {
  history.replaceState(null, '', location.pathname)
  fragment.elements.token.value = token
  fragment.querySelector('[data-paste]').hidden = true
  fragment.querySelector('[data-wait]').hidden = false
  fragment.submit()
}

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0))
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=+$/, '')

/** Sends JSON to the owner API; gives the answer, or throws what to say. */
async function ask(path, body, words) {
  const reply = await fetch('/owner/v1' + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-latchkey': '1' },
    body: JSON.stringify(body),
  }).catch(() => { throw words.noAnswer })
  const answer = await reply.json().catch(() => ({}))
  if (reply.ok) return answer
  const seconds = reply.headers.get('retry-after')
  throw (words[answer.error] || words.failed).replace('{seconds}', seconds)
}

function shown(credential) {
  const { id, type, rawId, response } = credential
  const all = { clientDataJSON: toText(response.clientDataJSON) }
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (response[name]) all[name] = toText(response[name])
  }
  if (response.getTransports) all.transports = response.getTransports()
  return { id, type, rawId: toText(rawId), response: all, clientExtensionResults: {} }
}

async function create({ options }, words) {
  const publicKey = { ...options, challenge: toBytes(options.challenge) }
  publicKey.user = { ...options.user, id: toBytes(options.user.id) }
  publicKey.excludeCredentials = []
  return shown(await navigator.credentials.create({ publicKey }).catch(() => { throw words.cancelled }))
}

async function get({ options }, words) {
  const publicKey = { ...options, challenge: toBytes(options.challenge), allowCredentials: [] }
  return shown(await navigator.credentials.get({ publicKey }).catch(() => { throw words.cancelled }))
}

const ACTS = {
  'sign-in': async (form, words) => {
    const passkey = await get(await ask('/sign-in/passkey-options', {}, words), words)
    await ask('/sign-in/passkey', { passkey }, words)
  },
  setup: async (form, words) => {
    const who = { token: form.elements.token.value, name: form.elements.name.value }
    const passkey = await create(await ask('/setup/passkey', who, words), words)
    await ask('/setup', { ...who, passkey }, words)
  },
}

const part = document.querySelector('[data-passkey]')
if (part && window.PublicKeyCredential) {
  part.hidden = false
  const button = part.querySelector('button')
  const said = part.querySelector('[role=alert]')
  const words = JSON.parse(part.dataset.words)
  button.addEventListener('click', async () => {
    const form = button.form || document.querySelector('form')
    const name = form.elements.name
    if (part.dataset.passkey === 'setup' && !name.reportValidity()) return
    said.hidden = true
    button.disabled = true
    try {
      await ACTS[part.dataset.passkey](form, words)
      location.assign(part.dataset.to)
    } catch (problem) {
      said.textContent = typeof problem === 'string' ? problem : words.failed
      said.hidden = false
      button.disabled = false
      button.focus()
    }
  })
} else if (part) {
  document.querySelector('[data-no-passkeys]').hidden = false
}
`
