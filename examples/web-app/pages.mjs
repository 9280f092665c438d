// The pages of the web app: plain HTML, for wide and narrow windows, in light and dark.

/** @typedef {{ id: string, name: string, class: string, zone: string, capabilitiesObj?: Record<string, { value: unknown }> }} Device */

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 36rem; padding: 1.5rem 1rem; background: light-dark(#fff, #16181d); color: light-dark(#1b1d22, #eceef2); }
ul { list-style: none; margin: 0 0 1.5rem; padding: 0; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 0; }
li { border-bottom: 1px solid light-dark(#d5d8de, #3a3e47); }
li form { align-items: center; display: flex; gap: 1rem; justify-content: space-between; padding: .5rem 0; }
button, .button { background: light-dark(#fff, #24272e); border: 1px solid light-dark(#767b85, #8b909b); border-radius: .5rem; color: inherit; align-items: center; cursor: pointer; display: inline-flex; justify-content: center; font: inherit; min-height: 2.75rem; min-width: 4rem; padding: .5rem 1rem; text-decoration: none; }
button.on { background: #ffd54a; border-color: #ffd54a; color: #1b1d22; }
.button { background: #1d5fd1; border-color: #1d5fd1; color: #fff; }
.name { overflow-wrap: anywhere; }`

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
}

/** Names come from the home: nothing of them may become markup. @param {string} text */
const escaped = (text) => text.replace(/[&<>"']/g, (one) => `&#${one.codePointAt(0)};`)

/** @param {string} content */
const page = (content, status = 200) => ({
  ...{ status, headers: HEADERS },
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Lamps</title><style>${STYLE}</style><main><h1>Lamps</h1>${content}</main></html>`,
})

/** For who is not connected yet. */
export const startPage = () =>
  page(
    '<p>See which lamps are on, and switch them. You decide at your own Latchkey what this app may do.</p><p><a class="button" href="/connect">Connect your Homey</a></p>',
  )

/** When something did not work. @param {string} message */
export const messagePage = (message) =>
  page(`<p role="alert">${escaped(message)}</p><p><a class="button" href="/">Go on</a></p>`, 400)

/** The lamps, room by room, each with its switch. @param {readonly Device[]} devices @param {Record<string, { name: string }>} zones */
export function lampsPage(devices, zones) {
  const lamps = devices.filter((one) => one.class === 'light' && one.capabilitiesObj?.['onoff'])
  const rooms = Map.groupBy(lamps, ({ zone }) => zones[zone]?.name ?? 'Elsewhere')
  const parts = [...rooms].sort(byName).map(([room, inside]) => {
    const rows = inside.map((lamp) => lampRow(lamp, room)).join('')
    return `<h2>${escaped(room)}</h2><ul>${rows}</ul>`
  })
  const list = parts.join('') || '<p>There is no lamp that this app may see.</p>'
  return page(`${list}<form method="post" action="/forget"><button>Disconnect</button></form>`)
}

/** @param {[string, unknown]} one @param {[string, unknown]} other */
const byName = ([one], [other]) => one.localeCompare(other)

/** @param {Device} lamp @param {string} room */
function lampRow({ id, name, capabilitiesObj }, room) {
  const isOn = capabilitiesObj?.['onoff']?.value === true
  const word = isOn ? 'On' : 'Off'
  const label = `${word}: ${name}, ${room}. Switch ${isOn ? 'off' : 'on'}`
  return `<li><form method="post" action="/switch"><span class="name">${escaped(name)}</span><input type="hidden" name="id" value="${escaped(id)}"><input type="hidden" name="on" value="${!isOn}"><button${isOn ? ' class="on"' : ''} aria-label="${escaped(label)}">${word}</button></form></li>`
}
