// From the owner's order to revoke a key to the last request that was still accepted with it.
import { Agent, get } from 'node:http'
import { type Effort, PATH } from './frame.ts'
import { type Data, type Gateway, newKey, owner, portOf } from './gateway.ts'
import { figure, heading } from './report.ts'
import { median, quantile } from './statistics.ts'

const LOOPS = 4

/** Prints how long a revoked key lives on. */
export async function revocation(data: Data, gateway: Gateway, effort: Effort): Promise<void> {
  heading('Revocation, one instance, under load')
  const lives: number[] = []
  for (let trial = 0; trial < effort.revocations; trial++) lives.push(await life(data, gateway))
  const what = 'order to revoke → begin of the last accepted request'
  const note = `longest of ${lives.length}: ${quantile(lives, 1).toFixed(2)} ms`
  figure({ what, value: median(lives), unit: 'ms', target: { most: 5 }, note })
}

// Requests go on without a pause on several connections until all of them have been refused.
async function life(data: Data, gateway: Gateway): Promise<number> {
  const { id, key } = await newKey(data)
  const agent = new Agent({ keepAlive: true, maxSockets: LOOPS })
  let [last, accepted] = [0, 0]
  let ordered = Number.POSITIVE_INFINITY
  const loop = async (): Promise<void> => {
    while (true) {
      const begun = performance.now()
      const status = await ask(gateway, agent, key, String(begun))
      if (status === 401) return
      if (status !== 200) throw new Error(`A request was answered ${status}.`)
      last = Math.max(last, begun)
      if (++accepted === 50) {
        ordered = performance.now()
        void owner(data, 'DELETE', `/keys/${id}`)
      }
    }
  }
  await Promise.all(Array.from({ length: LOOPS }, loop))
  agent.destroy()
  return Math.max(0, last - ordered)
}

function ask(gateway: Gateway, agent: Agent, key: string, id: string): Promise<number> {
  return new Promise((done, fail) => {
    const headers = { authorization: `Bearer ${key}` }
    const where = { host: '127.0.0.1', port: portOf(gateway), path: `${PATH}${id}`, agent, headers }
    get(where, (answer) => {
      answer.resume().on('end', () => done(answer.statusCode ?? 0))
    }).on('error', fail)
  })
}
