// Which audit events: the options that say so, for showing, following and exporting alike.
import type { EventView } from '@latchkey/gateway'
import type { Command } from 'commander'
import type { OwnerClient } from '../owner-client.ts'

/** The filters; all hold together. */
const FILTERS = {
  key: ['--key <id>', 'only of this key'],
  hub: ['--hub <hub>', 'only on this Homey'],
  client: ['--client <name>', 'only of keys with this name'],
  owner: ['--owner <owner>', 'only what this owner did; local: at this machine, by latchkey'],
  operation: ['--operation <operation>', 'only this operation; * stands for any letters: flow.*'],
  verdict: ['--verdict <verdict>', 'only allow, or only deny'],
  reason: ['--reason <reason>', 'only with this reason, such as permission-missing or owner'],
  since: ['--since <time>', 'only from this time on: 2026-03-01T10:00Z, or 2h ago'],
  until: ['--until <time>', 'only before this time'],
} as const

/** The filters' options. */
export type AuditFilters = { readonly [name in keyof typeof FILTERS]?: string }

/** Gives a command the filters. */
export function withFilters(command: Command): Command {
  for (const [flags, what] of Object.values(FILTERS)) command.option(flags, what)
  return command
}

/** Reads events by the filters. */
export function auditReader(owner: OwnerClient, filters: AuditFilters) {
  const given: Record<string, string> = {}
  for (const name of Object.keys(FILTERS)) {
    const value = filters[name as keyof AuditFilters]
    if (value !== undefined) given[name] = value
  }
  return (page: Record<string, string>): Promise<readonly EventView[]> =>
    owner.request('GET', `/audit?${new URLSearchParams({ ...given, ...page })}`)
}
