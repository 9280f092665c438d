// The words that the tables of limits are written in.
import type {
  AnsweredKind,
  JudgedKind,
  LimitedKind,
  LimitRow,
  LimitTable,
  PlainKind,
} from '../rule.ts'

export const FREE: LimitRow = { judge: 'free' }
export const ANY: LimitRow = { judge: 'refused', under: 'any' }
export const ROOM: LimitRow = { judge: 'refused', under: 'room' }
export const GATEWAY: LimitRow = { judge: 'gateway' }

/** The same row for several operations of a manager, which are written in one text. */
export function each(manager: string, row: LimitRow, names: string): LimitTable {
  const list = names.split(/\s+/).filter((name) => name !== '')
  return Object.fromEntries(list.map((name) => [`${manager}.${name}`, row]))
}

/** A list that is cut. */
export const list = (all: AnsweredKind): LimitRow => ({ judge: 'answer', answer: { all } })

/** One object that is read. */
export const read = (kind: LimitedKind, one: AnsweredKind, parameter = 'id'): LimitRow => ({
  ...{ judge: 'object', kind, parameter },
  answer: { one },
})

/** One object that is deleted. */
export const remove = (kind: LimitedKind): LimitRow => ({
  ...{ judge: 'object', kind, parameter: 'id', effect: 'delete' },
})

/** One object that something is done with. */
export const act = (
  kind: LimitedKind,
  effect: 'start' | 'other' = 'other',
  parameter = 'id',
): LimitRow => ({ judge: 'object', kind, parameter, effect })

/** What is refused under a room limit, unless it is about this object and it is covered. */
export const only = (kind: LimitedKind, parameter: string): LimitRow => ({
  ...{ judge: 'object', kind, parameter, effect: 'other', otherwise: 'limited' },
})

export const create = (kind: JudgedKind, made: AnsweredKind): LimitRow => ({
  ...{ judge: 'write', kind, mode: 'create' },
  answer: { made },
})
export const update = (kind: JudgedKind, one: AnsweredKind): LimitRow => ({
  ...{ judge: 'write', kind, mode: 'update' },
  answer: { one },
})
export const add = (kind: PlainKind, made: AnsweredKind): LimitRow => ({
  ...{ judge: 'change', kind, mode: 'create' },
  answer: { made },
})
export const change = (kind: PlainKind, one: AnsweredKind): LimitRow => ({
  ...{ judge: 'change', kind, mode: 'update' },
  answer: { one },
})
