// A reader of live events, as a browser is one.
import { type ClientRequest, request } from 'node:http'
import type { Browser } from './browser.ts'
import type { World } from './world.ts'

/** An open stream: what came so far, and when it ended. */
export function live(world: World, browser: Browser, headers = {}) {
  const { hostname, port } = new URL(world.url)
  let text = ''
  const waiting = new Set<() => void>()
  const sent: ClientRequest = request(
    {
      ...{ hostname, port, path: '/owner/v1/events', agent: false },
      headers: { cookie: browser.cookie, ...headers },
    },
    (answer) => {
      answer.setEncoding('utf8')
      answer.on('data', (piece) => {
        text += piece
        for (const one of waiting) one()
      })
      answer.on('close', () => ended.resolve())
    },
  )
  const ended = Promise.withResolvers<void>()
  sent.on('error', () => ended.resolve())
  sent.end()
  return {
    ended: ended.promise,
    text: () => text,
    until: (words: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (text.includes(words)) resolve()
        }
        waiting.add(look)
        look()
      }),
    [Symbol.dispose]: () => sent.destroy(),
  }
}
