// `npm run bench`: the table of what the hub path costs, against bare proxies in the same run, and every
// other target that one machine can tell. Only ratios within one run count. `-- --quick` for a first look,
// `-- --audit-rows 10000000` for the largest log.
import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { openContenders } from './bench/contenders.ts'
import { decision } from './bench/decision.ts'
import { flatness } from './bench/flatness.ts'
import { CORES, type Effort, QUICK, USUAL } from './bench/frame.ts'
import { newData, startGateway, temporaryDirectory } from './bench/gateway.ts'
import { measure, reportTable } from './bench/load-table.ts'
import { paceTable } from './bench/pace-table.ts'
import { canPin, pin, script, started } from './bench/processes.ts'
import { heading, score } from './bench/report.ts'
import { revocation } from './bench/revocation.ts'
import { starts } from './bench/starts.ts'

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, 'audit-rows': { type: 'string' } },
})
const usual = values.quick ? QUICK : USUAL
const rows = values['audit-rows']
const effort: Effort = rows === undefined ? usual : { ...usual, auditRows: Number(rows) }

/** How busy the machine is with all else: what is measured beside others says little. */
function quietness(): string {
  const pressure = /some avg10=([\d.]+)/
  try {
    const [, part] = pressure.exec(readFileSync('/proc/pressure/cpu', 'utf8')) ?? []
    return `load ${loadavg()[0]?.toFixed(2)}, waiting for a core ${part} % of the time`
  } catch {
    return `load ${loadavg()[0]?.toFixed(2)}`
  }
}

const begun = performance.now()
console.log(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.versions.node}`)
console.log(`${effort.rounds} rounds; before: ${quietness()}`)
console.log(canPin ? 'one core for the proxy' : 'nothing can be pinned here: no taskset')

await using upstream = await started<{ port: number }>(script('upstream.ts'))
using directory = temporaryDirectory()
using data = await newData(upstream.said.port)
decision()
await starts(data, effort)
{
  await using stack = new AsyncDisposableStack()
  const gateway = stack.use(await startGateway(data))
  const parts = { data, gateway, directory: directory.path }
  const { all, absent } = await openContenders(stack, upstream, parts)
  pin(upstream.pid, CORES.load)
  const measured = await measure(all, effort)
  reportTable(measured)
  if (absent.length > 0) console.log(`not installed here, so not measured: ${absent.join(', ')}`)
  await paceTable(all, effort)
  await revocation(data, gateway, effort)
}
await flatness(data, effort)
heading(`${score()}. It took ${((performance.now() - begun) / 1000).toFixed(0)} s; ${quietness()}`)
