// Signing in, and becoming an owner, on a page of the browser.
import { PASSWORD } from './browser.ts'
import type { Tab } from './chromium.ts'

/** Fills in the form that asks for a name and a password, and sends it. */
export async function signInOn(tab: Tab, name = 'Ann', password = PASSWORD): Promise<void> {
  await tab.fill('[name=name]', name)
  await tab.fill('[name=password]', password)
  await tab.click('form:has([name=password]) button[type=submit]')
}
