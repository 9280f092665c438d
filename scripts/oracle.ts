// Holds the policy of the limits against the oracle, which was written from the page alone: random homes,
// grants and calls, and what the two disagree about. `npm run oracle -- --cases 1000000 --seed 1`; the
// exit code is 1 where they disagree, and each disagreement is printed as small as it gets.
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { type Difference, runDifferential, shrink } from '../e2e/oracle/differ.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    /** How many disagreements of one class are made small and shown. */
    show: { type: 'string', default: '1' },
    classes: { type: 'boolean', default: false },
  },
})

const found = new Map<string, number>()
const shown: Difference[] = []

function note(difference: Difference): boolean {
  const what = difference.what.replace(/ [0-9a-f-]{36}$/, '')
  const answers = `oracle ${difference.oracle}, policy ${difference.policy}`
  const name = `${what}${what.startsWith('answer') ? '' : `: ${answers}`}`
  const before = found.get(name) ?? 0
  found.set(name, before + 1)
  if (before < Number(values.show)) shown.push(difference)
  return true
}

const begun = performance.now()
const seed = Number(values.seed)
const tally = runDifferential(seed, Number(values.cases), note)
const seconds = ((performance.now() - begun) / 1000).toFixed(1)

for (const difference of shown) {
  const { what, oracle, policy, state, grant, call } = shrink(difference)
  const home = Object.fromEntries(Object.entries(state).filter(([, list]) => list.length > 0))
  console.log(`--- ${what}: oracle ${oracle}, policy ${policy}`)
  console.log(JSON.stringify({ grant, call }))
  console.log(JSON.stringify(home))
}
if (values.classes) {
  for (const [name, count] of [...tally.classes].sort()) console.log(`${count}\t${name}`)
}
for (const [name, count] of [...found].sort((a, b) => b[1] - a[1])) console.log(`${count}\t${name}`)
const differences = [...found.values()].reduce((sum, one) => sum + one, 0)
console.log(
  `${tally.cases} cases of ${tally.classes.size} classes in ${seconds} s (seed ${seed}, load ${loadavg()[0]}): ${differences} differences`,
)
process.exitCode = differences === 0 ? 0 : 1
