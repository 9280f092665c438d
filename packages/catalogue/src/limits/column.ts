// The limit column: the row of every operation, by its id. It is the same on every generation.
import type { LimitRow, LimitTable } from './rule.ts'
import { DEVICE_LIMITS } from './table/devices.ts'
import { FLOW_LIMITS } from './table/flows.ts'
import { HOUSE_LIMITS } from './table/house.ts'
import { SOFTWARE_LIMITS } from './table/software.ts'

/** Every row. */
export const LIMIT_COLUMN: LimitTable = {
  ...DEVICE_LIMITS,
  ...FLOW_LIMITS,
  ...HOUSE_LIMITS,
  ...SOFTWARE_LIMITS,
}

const ROWS: ReadonlyMap<string, LimitRow> = new Map(Object.entries(LIMIT_COLUMN))

const EMPTY: LimitRow = { judge: 'refused', under: 'any' }

/** How an operation is judged under a limit. An empty cell means that it is refused. */
export function limitOf(operation: string): LimitRow {
  return ROWS.get(operation) ?? EMPTY
}
