// `virtual-homey`: runs a hub until it is stopped, and says where it is.
import { readCommand, USAGE } from './command-line.ts'
import { startVirtualHomey } from './start.ts'
import type { VirtualHomey } from './virtual-homey.ts'

try {
  const command = readCommand(process.argv.slice(2))
  if (!command) process.stdout.write(USAGE)
  else {
    const homey = await startVirtualHomey(command.options)
    for (const rule of command.faults) homey.faults.add(rule)
    process.stdout.write(command.json ? `${JSON.stringify(factsOf(homey))}\n` : greeting(homey))
    const stop = (): void => {
      if (command.save !== undefined) homey.save(command.save)
      homey.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    }
    process.once('SIGINT', stop).once('SIGTERM', stop)
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

function factsOf({ address, id, name, generation, key, controlToken, account }: VirtualHomey) {
  const cloud = account && {
    ...{ url: account.url, user: account.user, password: account.password },
    ...{ clientId: account.clientId, clientSecret: account.clientSecret },
  }
  return { address, id, name, generation, key, controlToken, account: cloud ?? null }
}

function greeting(homey: VirtualHomey): string {
  const { account, controlToken, ...facts } = factsOf(homey)
  const rows = Object.entries({
    ...facts,
    key: facts.key ?? 'none: such a hub has no keys; sign in through the account',
    ...(account && { account: account.url, user: account.user, password: account.password }),
    control: `${homey.address}/virtual/… with the header X-Virtual-Homey: ${controlToken}`,
  })
  const lines = rows.map(([name, value]) => `  ${name.padEnd(10)} ${String(value)}`)
  return ['A virtual Homey is running.', ...lines, 'Stop it with Ctrl+C.', ''].join('\n')
}
