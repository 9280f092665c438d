// Holds house rules and restrictions against the oracle, which was written from the decision alone: random rules,
// grants, moments and calls. `node --conditions=latchkey-source scripts/oracle-rules.ts --cases 100000 --seed 1`;
// the exit code is 1 where they disagree.
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { type Difference, runRules } from '../e2e/rules-oracle/differ.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    /** How many disagreements are shown. */
    show: { type: 'string', default: '3' },
  },
})

const found = new Map<string, number>()
let shown = 0

function note(difference: Difference): boolean {
  const { oracle, gateway, call, rules, restrictions, seed, created } = difference
  const name = `${call.operation}: oracle ${oracle}, gateway ${gateway}`
  found.set(name, (found.get(name) ?? 0) + 1)
  if (shown++ < Number(values.show)) {
    console.log(`--- ${name} (seed ${seed})`)
    console.log(JSON.stringify({ call, rules, restrictions, created }))
  }
  return true
}

const begun = performance.now()
const tally = runRules(Number(values.seed), Number(values.cases), note)
const seconds = ((performance.now() - begun) / 1000).toFixed(1)
for (const [name, count] of [...found].sort((a, b) => b[1] - a[1])) console.log(`${count}\t${name}`)
console.log(
  `${tally.cases} cases ${JSON.stringify(tally.verdicts)} in ${seconds} s (seed ${values.seed}, load ${loadavg()[0]}): ${tally.through} through, ${tally.wronglyRefused} refused wrongly, ${[...found.values()].reduce((sum, one) => sum + one, 0)} differences`,
)
process.exitCode = found.size === 0 ? 0 : 1
