// An Advanced Flow as the hub takes it: keys are UUIDs and cards have places. The same draft always gives the same
// keys, so that a call that is sent again after its owner's yes is the same call.
import { createHash } from 'node:crypto'
import type { AdvancedDraft } from './shapes.ts'

type Card = Readonly<Record<string, unknown>>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const OUTPUTS = ['outputSuccess', 'outputTrue', 'outputFalse', 'outputError'] as const
const [WIDE, HIGH] = [340, 220]

/** The cards with keys of the hub's kind, everywhere where keys stand. */
export function canvasOf(draft: AdvancedDraft): Readonly<Record<string, Card>> {
  const keys = new Map(Object.keys(draft).map((key) => [key, keyFor(key)]))
  const renamed = (key: string) => keys.get(key) ?? key
  const places = placesOf(draft)
  return Object.fromEntries(
    Object.entries(draft).map(([key, { input, ...card }]) => {
      const outputs = OUTPUTS.flatMap((name) => {
        const to = card[name]
        return to ? [[name, to.map(renamed)] as const] : []
      })
      const place = places.get(key) ?? { x: 0, y: 0 }
      const told = withTokens({ ...place, ...card }, renamed)
      const waits = input?.map((one) => {
        const [from = '', output = 'outputSuccess'] = one.split('::')
        return `${renamed(from)}::${output}`
      })
      return [
        renamed(key),
        {
          ...(isRecord(told) ? told : {}),
          ...Object.fromEntries(outputs),
          ...(waits && { input: waits }),
        },
      ]
    }),
  )
}

const isRecord = (value: unknown): value is Card =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A key of the hub's kind; one that is so already stays. */
function keyFor(key: string): string {
  if (UUID.test(key)) return key
  const hex = createHash('sha256').update(`latchkey card ${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const TOKEN = /\b(trigger|action|condition|card)::([\w-]{1,60})::/g

// Tokens of other cards stand in texts and as drop tokens, by the key of their card.
function withTokens(value: unknown, renamed: (key: string) => string): unknown {
  if (typeof value === 'string') {
    return value.replace(TOKEN, (_, kind: string, key: string) => `${kind}::${renamed(key)}::`)
  }
  if (Array.isArray(value)) return value.map((one) => withTokens(one, renamed))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withTokens(one, renamed)]),
  )
}

// From left to right by how far a card is from the beginning, as people draw them.
function placesOf(draft: AdvancedDraft): ReadonlyMap<string, { x: number; y: number }> {
  const column = new Map<string, number>()
  const aimedAt = new Set(Object.values(draft).flatMap(nextOf))
  let at = Object.keys(draft).filter((key) => !aimedAt.has(key))
  for (let depth = 0; at.length > 0 && depth < 100; depth++) {
    for (const key of at) if (!column.has(key)) column.set(key, depth)
    at = at.flatMap((key) => nextOf(draft[key])).filter((key) => key in draft && !column.has(key))
  }
  const rows = new Map<number, number>()
  return new Map(
    Object.keys(draft).map((key) => {
      const x = column.get(key) ?? 0
      const y = rows.get(x) ?? 0
      rows.set(x, y + 1)
      return [key, { x: x * WIDE, y: y * HIGH }]
    }),
  )
}

const nextOf = (card: AdvancedDraft[string] | undefined): readonly string[] =>
  OUTPUTS.flatMap((name) => card?.[name] ?? [])
