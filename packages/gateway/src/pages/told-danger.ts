// How bad a permission is on the consent page, under the limits that are chosen: what they keep from becoming full
// control is not told in red, and what they refuse altogether is said to do nothing.
import {
  type Danger,
  grantDanger,
  type Limits,
  PERMISSIONS,
  WRITES_FLOWS,
} from '@latchkey/catalogue'
import { shownDanger } from '../authorization/chosen.ts'
import type { TextName } from './texts.ts'

/** What is told of a permission. */
export interface ToldDanger {
  readonly danger: Danger
  /** What it can do as far as the limits leave it, in place of its own text. */
  readonly bounded: TextName | undefined
  /** Whether the limits refuse it. */
  readonly isRefused: boolean
}

const BOUNDED: Readonly<Record<string, TextName>> = {
  ...Object.fromEntries(WRITES_FLOWS.map((name) => [name, 'boundedFlows' as const])),
  'flow-card:run': 'boundedCards',
  'homeyscript:run': 'boundedScripts',
}

/** What is told of a permission under limits. */
export function toldDanger(permission: string, limits: Limits | null): ToldDanger {
  const plain = { danger: shownDanger(permission), bounded: undefined, isRefused: false }
  const row = PERMISSIONS.get(permission)
  if (!row || limits === null) return plain
  const { danger, reasons } = grantDanger([permission], limits)
  const isLowered = reasons.some(({ because }) => because !== row.escalates)
  if (!isLowered) return plain
  // What is refused is no reading: it stays among what changes.
  if (danger === 'read') return { danger: 'change', bounded: undefined, isRefused: true }
  return { danger, bounded: BOUNDED[permission], isRefused: false }
}
