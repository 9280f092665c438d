// One Chromium for all tests of pages in a process: it starts with the first tab. Tabs are closed with their test.
import { after, afterEach } from 'node:test'
import { Chromium, type Tab, type TabOptions } from './chromium.ts'

let started: Promise<Chromium> | undefined

afterEach(async () => {
  await (await started)?.closeTabs()
})
after(async () => {
  await (await started)?.[Symbol.asyncDispose]()
})

/** The browser. */
export const chromium = {
  /** Opens a tab with cookies of its own. */
  open: async (options?: TabOptions): Promise<Tab> => {
    started ??= Chromium.start()
    return (await started).open(options)
  },
}
