// Raw bytes against a real gateway process: mutated requests and socket frames of a limited key. Fails if
// anything reaches the hub that the oracle refuses, if somebody else is disturbed, or if the gateway says
// or suffers more than it should. `npm run fuzz -- --cases 1000000 --seed 1`
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { campaign } from '../e2e/fuzz/campaign.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
  },
})
const begun = performance.now()
const seed = Number(values.seed)
const { refused, said, ...report } = await campaign(
  Number(values.cases),
  seed,
  Number(values.seconds),
)
for (const one of refused.slice(0, 20)) console.log(`reached the hub: ${one}`)
for (const one of said.slice(0, 20)) console.log(`said: ${one}`)
const seconds = Math.round((performance.now() - begun) / 1000)
console.log(JSON.stringify({ seed, seconds, load: loadavg()[0], ...report }))
const { control, alive } = report
const good = refused.length === 0 && said.length === 0 && control.failures === 0 && alive
console.log(good ? 'nothing came through' : 'NOT GOOD')
process.exit(good ? 0 : 1)
