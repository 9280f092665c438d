// `latchkey doctor`: is everything as it should be, and if not, what to do.
import type { HubHealth } from '@latchkey/gateway'
import type { Command } from 'commander'
import { EXIT } from '../exit.ts'
import { print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface Health {
  readonly hubs: readonly HubHealth[]
}

/** Adds the command to the program; it ends with 69 or 77 if a hub is not well. */
export function doctorCommand(
  program: Command,
  terminal: Terminal,
  setExit: (code: number) => void,
): void {
  withData(program.command('doctor'))
    .description('what can be reached, and what the keys of the Homeys can and cannot grant')
    .action(async (options: DataOptions) => {
      const health = await withOwner(terminal, options, (owner) =>
        owner.request<Health>('GET', '/doctor'),
      )
      print(terminal, options.json, health, text)
      if (health.hubs.some((hub) => !hub.reachable)) setExit(EXIT.unreachable)
      else if (health.hubs.some((hub) => hub.credential !== 'good')) setExit(EXIT.refused)
    })
}

function text({ hubs }: Health): string {
  if (hubs.length === 0)
    return 'There is no hub yet. Add one: latchkey hub add --name Home --address http://…'
  return hubs.map(hubText).join('\n\n')
}

function hubText(hub: HubHealth): string {
  const lines = [
    `${hub.name} at ${hub.address}`,
    hub.reachable
      ? `  reachable${hub.version === null ? '' : `, version ${hub.version}`}; its credential is ${hub.credential}`
      : '  NOT reachable',
    `  address: ${hub.way}, because ${hub.because}`,
    `  opened by ${hub.credentialIs}${hub.expires === null ? '' : `, until ${hub.expires}`}`,
  ]
  if (hub.warning !== null) lines.push(`  ${hub.warning}`)
  if (hub.problem !== null) lines.push(`  ${hub.problem}`)
  if (hub.scopes !== null) lines.push(`  its scopes: ${hub.scopes.join(' ') || 'none'}`)
  lines.push(`  can grant ${hub.grantable} permissions`)
  if (hub.notGrantable.length > 0) lines.push(`  cannot grant: ${hub.notGrantable.join(' ')}`)
  lines.push(
    hub.narrowerScopes.length === 0
      ? '  no live key needs anything of it'
      : `  a key with these scopes would do for all live keys: ${hub.narrowerScopes.join(' ')}`,
  )
  return lines.join('\n')
}
