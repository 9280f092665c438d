// A Homey app that makes a mood of how the lamps of a room are now. Making moods is what Homey keeps from apps, and a
// Latchkey may grant.
const { Latchkey } = require('./lib/latchkey.js')

/**
 * The app's class. In your app.js: `module.exports = makeApp(require('homey'))`.
 * @param {{ App: new (...given: any[]) => { homey: any } }} Homey
 */
const makeApp = (Homey) =>
  class extends Homey.App {
    /** @type {InstanceType<typeof Latchkey> | undefined} */
    latchkey

    async onInit() {
      this.latchkey = new Latchkey(this.homey)
      this.homey.flow
        .getActionCard('keep_as_mood')
        .registerRunListener((/** @type {{ name: string }} */ { name }) => this.keepAsMood(name))
    }

    async onUninit() {
      await this.latchkey?.close()
    }

    /** Makes a mood of how all lamps are now. @param {string} name */
    async keepAsMood(name) {
      if (!this.latchkey) throw new Error('The app has not started yet.')
      const { api, note } = await this.latchkey.connect()
      const lamps = Object.values(await api.devices.getDevices()).filter(
        (one) => one.class === 'light' && one.capabilitiesObj?.onoff,
      )
      const devices = Object.fromEntries(
        lamps.map((one) => [one.id, { state: { onoff: one.capabilitiesObj.onoff.value } }]),
      )
      try {
        await api.moods.createMood({ mood: { name, devices } })
      } catch (error) {
        const { statusCode, message } = /** @type {{ statusCode?: number, message: string }} */ (
          error
        )
        if (statusCode !== 403) throw error
        // What Latchkey says is for the owner: which permission the key needs. Without one, say how to get there.
        throw new Error(
          note ? `${note} Homey lets apps make no moods; with a Latchkey they can.` : message,
        )
      }
    }
  }

module.exports = { makeApp }
