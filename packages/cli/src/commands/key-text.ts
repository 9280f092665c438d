// A key in words for people: what it may do, what it is limited to, and what no limit bounds.
import { PERMISSIONS } from '@latchkey/catalogue'
import type { ChangedKeyView, KeyView, LimitsView } from '@latchkey/gateway'
import { columns, oneLine, type Terminal } from '../terminal.ts'
import { restrictionRows } from './key-restriction-text.ts'

/** The words of an option that takes several, with spaces or commas between. */
export function wordsOf(options: readonly string[]): readonly string[] {
  return options.flatMap((word) => word.split(/[\s,]+/)).filter(Boolean)
}

/** Adds what an option was given to what it was given before: commas separate, `\,` is a comma. */
export function collected(value: string, before: readonly string[] = []): readonly string[] {
  const parts = value.split(/(?<!\\),/).map((part) => part.replaceAll('\\,', ',').trim())
  return [...before, ...parts.filter(Boolean)]
}

/** Says on standard error what the owner should know of a key that was made or changed. */
export function told(terminal: Terminal, { absent, notes }: ChangedKeyView): void {
  const lines = [...notes]
  if (absent.length > 0) {
    lines.unshift(`Not on this Homey, so it opens nothing here: ${absent.join(', ')}`)
  }
  for (const line of lines) terminal.stderr.write(`${oneLine(line)}\n`)
}

const AT_END = {
  off: 'the Flows that it made are switched off',
  restore: 'everything that it changed is put back as it was',
} as const

/** A key as text. */
export function keyText(key: KeyView): string {
  const limits = key.limits === null ? [['none', '']] : limitRows(key.limits)
  const rows = columns([
    ['id', key.id],
    ['name', key.name],
    ['hub', key.hub],
    ['state', key.revoked === null ? key.state : `revoked at ${key.revoked}`],
    ['expires', key.expires ?? 'never'],
    ...(key.onEnd === 'leave' ? [] : [['then', AT_END[key.onEnd]]]),
    ['danger', key.danger],
    ...headed('limits', limits),
    ...headed('restrictions', key.restrictions === null ? [] : restrictionRows(key.restrictions)),
    ...(key.made > 0 ? [['made', `${key.made} objects that are still there`]] : []),
    ...headed(
      'permissions',
      key.permissions.map((name) => [name, PERMISSIONS.get(name)?.label ?? '']),
    ),
  ])
  return [rows, ...notByRooms(key), ...warnings(key)].join('\n')
}

function headed(heading: string, rows: readonly (readonly string[])[]): string[][] {
  return rows.map((row, at) => [at === 0 ? heading : '', ...row])
}

type Named = { readonly id: string; readonly name: string | null }

/** How each list is said. */
const SAID = [
  ['zones', ({ name }: Named) => `zone ${name}, with everything below it`],
  ['devices', ({ name }: Named) => `device ${name}`],
  ['capabilities', ({ id }: Named) => `of its devices only ${id}`],
  ['flows', ({ name }: Named) => `Flow ${name}`],
  ['flowFolders', ({ name }: Named) => `Flow folder ${name}, with everything below it`],
  ['moods', ({ name }: Named) => `mood ${name}`],
  ['variables', ({ name }: Named) => `variable ${name}`],
  ['dashboards', ({ name }: Named) => `dashboard ${name}`],
  ['scripts', ({ name }: Named) => `script ${name}`],
  ['apps', ({ name }: Named) => `app ${name}`],
] as const

function limitRows(limits: LimitsView): string[][] {
  const { own, drafts, cards = [], except } = limits
  return [
    ...SAID.flatMap(([member, say]) => rowsOf(limits[member], say)),
    ...rowsOf(except?.devices, ({ name }) => `not device ${name}`),
    ...rowsOf(except?.zones, ({ name }) => `not zone ${name}, nor anything below it`),
    ...(own ? [['own: changes only what it made itself, or what is named here', '']] : []),
    ...(drafts ? [['drafts: writes Flows only switched off; you switch them on', '']] : []),
    ...cards.map(({ id, args }) => {
      const fixed = args === undefined ? '' : ` with exactly ${JSON.stringify(args)}`
      return [oneLine(`card ${id}${fixed}`), '']
    }),
  ]
}

function rowsOf(list: readonly Named[] | undefined, say: (one: Named) => string): string[][] {
  return (list ?? []).map(({ id, name }) => {
    return [oneLine(say({ id, name: name ?? id })), name === null ? '' : oneLine(id)]
  })
}

function notByRooms({ notByRooms: free }: KeyView): string[] {
  if (free.length === 0) return []
  return [
    '',
    'Its limits to rooms and devices do not bound these: what they open is the whole house.',
    ...free.map((name) => `  ${name}: ${PERMISSIONS.get(name)?.label ?? ''}`),
  ]
}

/** What an owner must know of a key that can become full control, in the words of the consent. */
function warnings(key: KeyView): string[] {
  const full = key.dangers
    .filter((one) => one.danger === 'full')
    .map(({ permission, because }) => `  ${permission}: ${because}`)
  if (full.length === 0) return []
  return ['', `WARNING: whoever has this key can control everything on ${key.hub}, by`, ...full]
}
