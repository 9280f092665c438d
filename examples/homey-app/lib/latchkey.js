// How a Homey app talks to its Homey: through Latchkey, with what its owner granted, where there is one; else as Athom
// allows. Copy this file; it needs homey-api.
const { HomeyAPI } = require('homey-api')

/** The fields of the settings page. */
const ADDRESS = 'latchkey_address'
const KEY = 'latchkey_key'

/**
 * What of the SDK's `this.homey` is used here.
 * @typedef {object} Homey
 * @property {{ get(name: string): unknown, on(event: 'set' | 'unset', heard: (name: string) => void): void }} settings
 * @property {(...words: string[]) => void} [log]
 */

/** The two ways, with what the owner should know of each. @typedef {{ api: any, way: 'latchkey' | 'homey', note: string }} Connected */

class Latchkey {
  /** @type {Promise<Connected> | undefined} */
  #connected

  /** @param {Homey} homey `this.homey` of the app. */
  constructor(homey) {
    this.homey = homey
    // The owner entered another address or key: what was open is over.
    const changed = (/** @type {string} */ name) => {
      if (name === ADDRESS || name === KEY) void this.close()
    }
    homey.settings.on('set', changed)
    homey.settings.on('unset', changed)
  }

  /** The API, connected when it is first needed. It is the same object either way. @returns {Promise<Connected>} */
  async connect() {
    this.#connected ??= this.#open()
    return this.#connected.catch((error) => {
      this.#connected = undefined
      throw error
    })
  }

  /**
   * Whether the app may do something: a scope of Athom's, such as `homey.mood`. Asking first is kinder than failing.
   * @param {string} scope
   */
  async may(scope) {
    const { api } = await this.connect()
    const { intersectedScopes } = await api.sessions.getSessionMe()
    return intersectedScopes.some(
      (/** @type {string} */ one) => scope === one || scope.startsWith(`${one}.`),
    )
  }

  /** Ends what is open. */
  async close() {
    const connected = this.#connected
    this.#connected = undefined
    const open = await connected?.catch(() => undefined)
    open?.api.destroy()
  }

  async #open() {
    const address = String(this.homey.settings.get(ADDRESS) ?? '')
      .trim()
      .replace(/\/+$/, '')
    const token = String(this.homey.settings.get(KEY) ?? '').trim()
    if (!address || !token) return this.#openWithoutLatchkey('No Latchkey is set up.')
    const api = await HomeyAPI.createLocalAPI({ address, token, debug: null })
    try {
      await api.sessions.getSessionMe()
      return { api, way: /** @type {const} */ ('latchkey'), note: '' }
    } catch (error) {
      api.destroy()
      // 401: the key was mistyped or taken back. Anything else is trouble on the way, and passes.
      if (/** @type {{ statusCode?: number }} */ (error).statusCode !== 401) throw error
      return this.#openWithoutLatchkey('Latchkey does not know this key any more.')
    }
  }

  /** @param {string} note */
  async #openWithoutLatchkey(note) {
    this.homey.log?.(`${note} The app does only what Homey allows to apps.`)
    // This takes the permission homey:manager:api in app.json.
    const api = await HomeyAPI.createAppAPI({ homey: this.homey })
    return { api, way: /** @type {const} */ ('homey'), note }
  }
}

module.exports = { Latchkey }
