// Which reads the model can answer: what each shows, and which of its ids names the object.
import type { HomeKind } from '../limits/home.ts'
import { HOME_KINDS } from '../limits/home.ts'
import { KINDS } from './kinds.ts'

/** What a read shows: all objects of a kind, one, or the value of one capability of a device. */
export type ReadRow =
  | { readonly shows: 'list'; readonly kind: HomeKind }
  | { readonly shows: 'one'; readonly kind: HomeKind; readonly id: string }
  | { readonly shows: 'value'; readonly kind: 'device'; readonly id: string; readonly of: string }

/** By operation id. */
export const READ_TABLE: Readonly<Record<string, ReadRow>> = {
  ...Object.fromEntries(
    HOME_KINDS.flatMap((kind): [string, ReadRow][] => [
      [KINDS[kind].list, { shows: 'list', kind }],
      [KINDS[kind].one, { shows: 'one', kind, id: 'id' }],
    ]),
  ),
  'devices.getCapabilityValue': {
    ...{ shows: 'value', kind: 'device', id: 'deviceId', of: 'capabilityId' },
  },
}

/** The row of an operation, if the model can answer it. */
export function readRow(operation: string): ReadRow | undefined {
  return Object.hasOwn(READ_TABLE, operation) ? READ_TABLE[operation] : undefined
}
