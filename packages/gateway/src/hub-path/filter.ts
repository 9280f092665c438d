// Step 5, filter: what of the hub's answer the client gets. Each row of the table is one kind of
// content that no permission to the operation alone shows.
import type { Matched, Operation } from '@latchkey/catalogue'
import { dialectOf, type HubAnswer, HubError, isJson, readValue } from '@latchkey/homey'
import type { Grant } from '../grants/grant.ts'
import type { LimitedCall } from '../limits/call.ts'
import type { Coverage } from '../limits/coverage.ts'
import { cutAnswer } from '../limits/cut.ts'
import { redact } from '../redaction.ts'
import type { Answer } from './answer.ts'
import { type DeviceSecrets, isSecretName } from './device-secrets.ts'

/** Something that is cut out of answers. */
interface Cut {
  readonly applies: (operation: Operation, grant: Grant) => boolean
  readonly cut: (value: unknown, secrets: DeviceSecrets) => unknown
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where devices stand in answers, besides `…/state`, which every manager has. */
const DEVICE_MANAGERS: ReadonlySet<string> = new Set(['devices', 'drivers', 'mobile', 'vdevice'])

const holdsDevices = ({ manager, name }: Operation): boolean =>
  DEVICE_MANAGERS.has(manager) || name === 'getState'

/** Whether secrets of devices may be cut out of the answer to an operation. */
export function mayHoldDeviceSecrets(operation: Operation): boolean {
  return holdsDevices(operation) && operation.id !== 'devices.setCapabilityValue'
}

const CUTS: readonly Cut[] = [
  {
    applies: (operation, grant) =>
      operation.id === 'devices.getDeviceSettingsObj' &&
      !grant.permissions.has('device-secret:read'),
    cut: (value) => mapObjects(value, withoutPasswordValue),
  },
  {
    applies: (operation, grant) =>
      holdsDevices(operation) && !grant.permissions.has('device-secret:read'),
    cut: (value, secrets) => cutDevices(value, secrets),
  },
  {
    // The hub may answer with all settings of the device, and without saying which device.
    applies: (operation, grant) =>
      operation.id === 'devices.setDeviceSettings' && !grant.permissions.has('device-secret:read'),
    cut: () => null,
  },
  {
    // An invitation link lets whoever has it into the hub (DESIGN 4, "Withheld").
    applies: (operation) => operation.manager === 'users' || operation.name === 'getState',
    cut: (value) => mapObjects(value, ({ inviteUrl: _, ...rest }) => rest),
  },
]

/** By what an answer is cut. */
export interface FilteredFor {
  readonly grant: Grant
  readonly secrets: DeviceSecrets
  /** The limits of the grant, if it has any, and the call as they were asked. */
  readonly limit?: { readonly call: LimitedCall; readonly coverage: Coverage }
}

/** Answers that are no JSON and nothing else: they were judged by whom they belong to. */
const FILES = 'files'

/**
 * The hub's answer as the client gets it: in V3's form, and cut; undefined if it is of something that
 * the limits do not cover.
 * @throws HubError `hub_answer_invalid` if it had to be read and cannot be.
 */
export async function filterAnswer(
  answer: HubAnswer,
  { operation, ids }: Matched,
  { grant, secrets, limit }: FilteredFor,
): Promise<Answer | undefined> {
  const headers = hubHeaders(answer, grant.hubId)
  const { status, body } = answer
  const cuts = CUTS.filter((one) => one.applies(operation, grant))
  const failed = status >= 400
  const dialect = dialectOf(operation.generation)
  const translated = !failed && dialect.isAnsweredOtherwise(operation.id)
  const limited = limit !== undefined && !failed && operation.manager !== FILES
  const read = failed || translated || limited || cuts.length > 0
  if (body.length === 0 || !read) return { status, headers, body }
  if (!isJson(answer)) {
    if (failed) return { status, headers, body: redact(body.toString('utf8')) }
    if (cuts.length > 0 || limited) throw unreadable(operation)
    return { status, headers, body }
  }
  let value = readValue(answer, operation.effect)
  if (failed && isObject(value)) {
    const { stack: _, ...rest } = value
    value = rest
  }
  if (translated) value = dialect.fromHub(operation.id, value, ids)
  if (limited) {
    const left = cutAnswer(limit.call, value, limit.coverage)
    if (!left.covered) return undefined
    value = left.value
  }
  for (const one of cuts) value = await one.cut(value, secrets)
  const text = JSON.stringify(value)
  // What a hub says of its failures is its own; should it repeat a key, the key stays here.
  return { status, headers, body: failed ? redact(text) : text }
}

// What cannot be read cannot be cut, so it is not passed on.
function unreadable({ effect }: Operation): HubError {
  return new HubError('hub_answer_invalid', 'The Homey did not answer in JSON.', {
    mayHaveHappened: effect,
  })
}

/** Content types that are passed on; anything else could be run by a browser as a page of ours. */
const TYPES =
  /^(?:application\/(?:json|octet-stream)|text\/plain|image\/[a-z.+-]+|video\/[a-z0-9.+-]+)\b/

function hubHeaders(answer: HubAnswer, hubId: string): Record<string, string> {
  const type = answer.contentType ?? ''
  return {
    'x-homey-id': hubId,
    ...(answer.version === undefined ? {} : { 'x-homey-version': answer.version }),
    ...(answer.body.length === 0
      ? {}
      : { 'content-type': TYPES.test(type) ? type : 'text/plain; charset=utf-8' }),
  }
}

function mapObjects(value: unknown, change: (one: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((one) => mapObjects(one, change))
  if (!isObject(value)) return value
  const mapped = Object.entries(value).map(([name, one]) => [name, mapObjects(one, change)])
  return change(Object.fromEntries(mapped) as Json)
}

function withoutPasswordValue(one: Json): Json {
  const secret =
    one['type'] === 'password' || (typeof one['id'] === 'string' && isSecretName(one['id']))
  if (!secret) return one
  const { value: _, ...rest } = one
  return rest
}

async function cutDevices(value: unknown, secrets: DeviceSecrets): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((one) => cutDevices(one, secrets)))
  if (!isObject(value)) return value
  if ('settings' in value && 'driverId' in value) return secrets.cut(value)
  const entries = Object.entries(value).map(
    async ([name, one]) => [name, await cutDevices(one, secrets)] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}
