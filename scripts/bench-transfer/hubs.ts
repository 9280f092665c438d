// A pair of virtual hubs in a process of their own, as the words of the command line say: what they need is
// not counted, and they do not take time from what is measured. Prints a line of JSON and waits to be ended.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { type Generation, startVirtualHomey, villas } from '@latchkey/virtual-homey'

const { values } = parseArgs({
  options: {
    source: { type: 'string', default: 'villa' },
    'source-generation': { type: 'string', default: 'pro-2023' },
    target: { type: 'string', default: 'villa-moved' },
    'target-generation': { type: 'string', default: 'pro-2023' },
    latency: { type: 'string', default: '0' },
    /** Writes per second that the target takes; what comes more quickly is refused. */
    rate: { type: 'string' },
  },
})

const GENERATIONS: readonly Generation[] = ['pro-2019', 'pro-2023', 'cloud']
const generation = (word: string): Generation =>
  GENERATIONS.find((one) => one === word) ?? 'pro-2023'
const home = (name: string) => (name === 'villas' ? villas(10) : name)

const source = await startVirtualHomey({
  ...{ home: home(values.source), generation: generation(values['source-generation']) },
  ...{ seed: 1, name: 'Old', paced: false },
})
const target = await startVirtualHomey({
  ...{ home: home(values.target), generation: generation(values['target-generation']) },
  ...{ seed: 2, name: 'New', latency: Number(values.latency) },
})
let refused = 0
if (values.rate !== undefined) {
  const rate = Number(values.rate)
  let [left, at] = [rate / 10, performance.now()]
  target.fault = ({ method }) => {
    if (method === 'GET') return undefined
    const now = performance.now()
    left = Math.min(rate / 10, left + ((now - at) * rate) / 1000)
    at = now
    if (left < 1) refused++
    if (left < 1) return { kind: 'status', status: 429, error: 'Too many requests' }
    left -= 1
    return undefined
  }
}
const counter = createServer((_request, response) =>
  response.end(JSON.stringify({ refused, requests: target.requests.length })),
)
counter.listen(0, '127.0.0.1')
await once(counter, 'listening')
const bound = counter.address()
const port = typeof bound === 'object' ? bound?.port : undefined
console.log(
  JSON.stringify({
    source: {
      address: source.address,
      key: source.key ?? source.signIn(),
      generation: source.generation,
    },
    target: {
      address: target.address,
      key: target.key ?? target.signIn(),
      generation: target.generation,
    },
    refusals: `http://127.0.0.1:${port}`,
  }),
)
