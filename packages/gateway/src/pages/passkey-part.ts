// The part of a page that offers a passkey; and where there can be none, why, and what to do.
import type { Peer } from '../listener/peer.ts'
import { relyingParty } from '../owners/passkeys.ts'
import { notice } from './frame.ts'
import { type Html, html } from './html.ts'
import type { TextName, Words } from './texts.ts'

/** What the script says of errors of the owner API, by their codes, and of its own. */
const SAID: Readonly<Record<string, TextName>> = {
  cancelled: 'passkeyCancelled',
  noAnswer: 'noAnswer',
  failed: 'failed',
  sign_in_failed: 'passkeyFailed',
  setup_refused: 'setupGone',
  name_taken: 'nameTaken',
  invalid_request: 'nameBad',
  slow_down: 'slowDown',
  busy: 'busy',
}

/** What the part is for. */
export interface PasskeyPart {
  readonly words: Words
  readonly peer: Peer
  readonly act: 'setup' | 'sign-in'
  /** Where to go on at localhost: a path, and what is behind `#`. */
  readonly here: string
  /** Where to go on afterwards, if not to the start page. */
  readonly to?: string | undefined
}

/** The part. The button shows itself only where scripts run and the browser has passkeys. */
export function passkeyPart({ words, peer, act, here, to = '/' }: PasskeyPart): Html {
  if ('problem' in relyingParty(peer.origin)) return impossible(words, peer, here)
  const said = Object.entries(SAID).map(([code, name]) => [code, words(name)])
  const label = words(act === 'setup' ? 'usePasskey' : 'passkeySignIn')
  return html`<div data-passkey="${act}" data-to="${to}" data-words="${JSON.stringify(Object.fromEntries(said))}" hidden>
<p class="wrong" role="alert" hidden></p>
<button type="button" aria-describedby="passkey-hint">${label}</button>
<p class="hint" id="passkey-hint">${words('passkeyHint')}</p>
<p class="or">${words('or')}</p>
</div>
<div data-no-passkeys hidden>${notice(html`<p>${words('passkeyMissing')}</p>`)}</div>`
}

function impossible(words: Words, peer: Peer, here: string): Html {
  const { hostname, port, protocol, host } = new URL(peer.origin)
  const isLocal = peer.loopback && /^(?:127\.0\.0\.1|\[::1\])$/.test(hostname)
  if (protocol === 'http:' && !isLocal) {
    return notice(html`<p>${words('passkeyNeedsHttps', { origin: peer.origin })}</p>`)
  }
  const told = html`<p>${words('passkeyNeedsName', { origin: host })}</p>`
  if (!isLocal) return notice(told)
  const there = `${protocol}//localhost${port === '' ? '' : `:${port}`}${here}`
  return notice(html`${told}<p><a href="${there}">${words('passkeyAtLocalhost')}</a></p>`)
}
