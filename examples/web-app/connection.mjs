// The access of one visitor to their Homey, through Latchkey: authorization code with PKCE, renewing, giving it back, and
// calls. Copy this file; it needs openid-client, and no build.
import * as oauth from 'openid-client'

/** Ask for what you need and no more: the owner reads every word of it. */
const SCOPE = 'device:read device:control zone:read'

/** Thrown where the owner must be asked again. */
export class NotConnected extends Error {}

/** One Homey, through Latchkey. In a real app the tokens are in your database, encrypted. */
export class Connection {
  /** @type {{ verifier: string, state: string } | undefined} */
  asking
  access = ''
  refresh = ''

  /** @param {string} latchkey @param {() => Promise<oauth.Configuration>} configuration */
  constructor(latchkey, configuration) {
    this.latchkey = latchkey
    this.configuration = configuration
  }

  /** Where to send the owner's browser. @param {string} redirect */
  async begin(redirect) {
    this.asking = { verifier: oauth.randomPKCECodeVerifier(), state: oauth.randomState() }
    return oauth.buildAuthorizationUrl(await this.configuration(), {
      ...{ redirect_uri: redirect, scope: SCOPE, state: this.asking.state },
      code_challenge: await oauth.calculatePKCECodeChallenge(this.asking.verifier),
      code_challenge_method: 'S256',
    }).href
  }

  /** The owner came back: with a code, or with a no. @param {URL} url */
  async finish(url) {
    if (!this.asking) throw new NotConnected('Begin again: this answer belongs to nothing.')
    const { verifier, state } = this.asking
    this.asking = undefined
    const checks = { pkceCodeVerifier: verifier, expectedState: state }
    this.#take(await oauth.authorizationCodeGrant(await this.configuration(), url, checks))
  }

  /** Asks the Homey: the paths are those of its own API. @param {'GET' | 'PUT'} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  async ask(method, path, body, again = true) {
    const headers = { authorization: `Bearer ${this.access}`, 'content-type': 'application/json' }
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const answer = await fetch(`${this.latchkey}/api/manager${path}`, sent)
    // 401 means only: this token is over. Renew it once; if that fails, the owner took the access back.
    if (answer.status === 401 && again && (await this.#renew())) {
      return this.ask(method, path, body, false)
    }
    if (answer.status === 401) throw new NotConnected('The access was taken back, or has ended.')
    const text = await answer.text()
    const said = text === '' ? undefined : JSON.parse(text)
    // 403: not granted, or the owner is being asked. 503: try again. The words are for people.
    if (!answer.ok) throw new Error(said.error_description ?? said.error)
    return said
  }

  /** Gives the access back. */
  async forget() {
    if (this.refresh) await oauth.tokenRevocation(await this.configuration(), this.refresh)
  }

  /** It is over: the owner must be asked again. */
  drop() {
    this.asking = undefined
    this.access = this.refresh = ''
  }

  async #renew() {
    try {
      this.#take(await oauth.refreshTokenGrant(await this.configuration(), this.refresh))
      return true
    } catch (error) {
      if (error instanceof oauth.ResponseBodyError) return false
      throw error
    }
  }

  /** Refresh tokens rotate: keep the new one. @param {oauth.TokenEndpointResponse} tokens */
  #take(tokens) {
    this.access = tokens.access_token
    this.refresh = tokens.refresh_token ?? this.refresh
  }
}
