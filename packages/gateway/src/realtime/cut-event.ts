// What is cut out of events: what is cut out of the answer of the operation that reads the same thing,
// by the same function, so that the socket never shows what HTTP withholds.
import { type Matched, operationById, operations } from '@latchkey/catalogue'
import { FACE, type HubAnswer } from '@latchkey/homey'
import type { Grant } from '../grants/grant.ts'
import type { DeviceSecrets } from '../hub-path/device-secrets.ts'
import { filterAnswer } from '../hub-path/filter.ts'
import { ITEM_KINDS } from './item-kinds.ts'
import type { ToldEvent } from './told-event.ts'

/** Whether data may be cut at all: a capability's value and the id of what is gone hold no secret. */
export function isWhole({ about }: ToldEvent): boolean {
  return about.kind !== undefined && (about.change === 'capability' || about.change === 'delete')
}

/** All that the cutting of answers asks of a grant: grants of one class are shown the same. */
export function cutClass(grant: Grant): boolean {
  return grant.permissions.has('device-secret:read')
}

/**
 * The data of an event without what this grant, and every other of its class, may not see.
 * @throws HubError as `filterAnswer` does
 */
export async function cutEvent(
  event: ToldEvent,
  data: unknown,
  grant: Grant,
  secrets: DeviceSecrets,
): Promise<unknown> {
  const matched = readingOf(event)
  if (!matched || isWhole(event) || typeof data !== 'object' || data === null) return data
  const body = Buffer.from(JSON.stringify(data))
  const answer: HubAnswer = { ...AS_JSON, body }
  const cut = await filterAnswer(answer, matched, { grant, secrets })
  if (!cut) return null
  return cut.body === body ? data : JSON.parse(cut.body.toString())
}

const AS_JSON = { status: 200, contentType: 'application/json', version: undefined } as const

// In V3's form, as the data is by now: it must not be translated a second time.
function readingOf({ about }: ToldEvent): Matched | undefined {
  const ids =
    about.kind === undefined
      ? about.managers.map((manager) => `${manager}.getState`)
      : (ITEM_KINDS.get(about.kind)?.readBy ?? [])
  for (const id of ids) {
    const operation = operationById(FACE, id)
    if (operation) return { matched: true, operation, ids: {}, rest: [] }
  }
  const manager = about.kind === undefined ? about.managers[0] : undefined
  const any = operations(FACE).find((one) => one.manager === manager)
  return any && { matched: true, operation: any, ids: {}, rest: [] }
}
