// One row of the villa's inventory, and the few words that make rows short.
import type { ModelKey } from './models.ts'
import type { RoomKey } from './rooms.ts'

/** A device that stands in a room. The same row is the same hardware on every hub. */
export interface Thing {
  readonly name: string
  readonly model: ModelKey
  readonly room: RoomKey
  /** Which of the things with this name in this room; parts of a device have the number of theirs. */
  readonly number: number
  /** Parts of a device with several channels: how many there are besides the device itself. */
  readonly parts?: number
  readonly note?: string
  /** Other than usual: not reachable, hidden, shown as something else. */
  readonly odd?: Odd
}

export type Odd = 'unavailable' | 'hidden' | 'shown-as-light' | 'warning' | 'own-icon'

export type Row = readonly [
  name: string,
  model: ModelKey,
  more?: Pick<Thing, 'parts' | 'note' | 'odd'>,
]

/** The things of one room. */
export function inRoom(room: RoomKey, ...rows: readonly Row[]): Thing[] {
  const seen = new Map<string, number>()
  return rows.map(([name, model, more]) => {
    const number = (seen.get(name) ?? 0) + 1
    seen.set(name, number)
    return { name, model, room, number, ...more }
  })
}

/** As many of the same, with the same name. */
export function alike(count: number, name: string, model: ModelKey): Row[] {
  return Array.from({ length: count }, (): Row => [name, model])
}

/** As many of the same, each with its number. */
export function numbered(count: number, name: string, model: ModelKey): Row[] {
  return Array.from({ length: count }, (_, index): Row => [`${name} ${index + 1}`, model])
}

/** How a thing is called in the description: `room/name`, and `#2` for the second of that name. */
export function keyOf({ room, name, number }: Thing): string {
  return number === 1 ? `${room}/${name}` : `${room}/${name}#${number}`
}
