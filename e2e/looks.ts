// How a page looks: in narrow and wide windows, in light and in dark, with nothing that keeps people from using
// it. Pictures of all of them are taken if somebody wants to look at them.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Tab } from './chromium.ts'

/** Where pictures of all pages are put, if somebody wants to look at them. */
const PICTURES = process.env['LATCHKEY_PICTURES']

/** Obstacles are looked for in every width and light together, and otherwise in each width and light once. */
const EVERY = process.env['LATCHKEY_LOOKS'] === 'all'

/** A page fits narrow windows, and nothing keeps people from using it, in light and in dark. */
export async function looks(tab: Tab, name: string): Promise<void> {
  for (const [width, dark] of [320, 360, 1280].flatMap((one) => [
    [one, false] as const,
    [one, true] as const,
  ])) {
    await tab.look({ width, dark })
    const wide = await tab.evaluate('document.documentElement.scrollWidth')
    assert.ok(Number(wide) <= width, `${name}: ${wide} px`)
    const look = `${name} ${width}${dark ? ' dark' : ''}`
    // The search for obstacles is what takes long: narrow in light, wide in dark.
    const isSearched = EVERY ? width !== 360 : width === (dark ? 1280 : 320)
    if (isSearched) assert.deepEqual(await tab.obstacles(), [], look)
    if (PICTURES && width !== 320) await tab.screenshot(join(PICTURES, `${look}.png`))
  }
}
