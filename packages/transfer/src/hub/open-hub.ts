// Opening a hub: at its own address, or at the address of a gateway before it, which speaks V3 whatever
// the hub is. Which of the two it is, and what the hub is, it says itself.
import type { Generation } from '@latchkey/catalogue'
import { FACE, generationOf, HubConnection, HubError, localKey, type Pace } from '@latchkey/homey'
import { isObject, type JsonObject } from '../json.ts'
import { ConnectedHub, callOver } from './connected-hub.ts'
import { PermissionMissing } from './refused.ts'
import type { HubFacts, TransferHub } from './transfer-hub.ts'

/** A hub by its address. */
export interface HubAddressOptions {
  /** Of the hub itself, or of a gateway. */
  readonly address: string
  /** An API key, the token of a session, or a key of a gateway. */
  readonly key: string
  /** What kind of hub it is, for credentials that may not ask. */
  readonly generation?: Generation | undefined
  /** How quickly it may be asked, where that is known better than by its generation. */
  readonly pace?: Pace | undefined
}

/** The card catalogue of a large home takes its time (reference 7). */
const DEADLINE = 30_000

/**
 * Opens a hub at an address.
 * @throws HubError if nobody answers, the key is refused, or the kind of hub cannot be told
 */
export async function openHub(options: HubAddressOptions): Promise<TransferHub> {
  const { address, key, generation, pace } = options
  const connect = (speaks: Generation, isGateway: boolean): HubConnection =>
    new HubConnection({
      ...{ address, credential: localKey(key), deadline: DEADLINE, isGateway, pace },
      generation: speaks,
    })
  const first = connect(generation ?? FACE, false)
  const throughGateway = await orClose(first, () => isGateway(first))
  if (throughGateway) {
    await first.close()
    const gateway = connect(FACE, true)
    return orClose(gateway, async () => {
      const is = generationOf(await infoOf(gateway, true)) ?? generation
      if (is === undefined) throw unknownKind(true)
      return hubOn(gateway, { is, throughGateway, owns: true })
    })
  }
  const speaks = await orClose(first, async () => {
    const is = generationOf(await infoOf(first, false)) ?? generation
    if (is === undefined) throw unknownKind(false)
    return is
  })
  if (speaks !== first.generation) await first.close()
  const connection = speaks === first.generation ? first : connect(speaks, false)
  return orClose(connection, () => hubOn(connection, { is: speaks, throughGateway, owns: true }))
}

// A Pro 2019 that is taken for a later one would store flows that never start, so nothing is guessed.
function unknownKind(throughGateway: boolean): HubError {
  const lacking = throughGateway ? 'system:read' : 'homey.system.readonly'
  return new HubError(
    'hub_credential_refused',
    `What kind of Homey this is cannot be told, since the credential lacks ${lacking}. Say which: pro-2019, pro-2023 or cloud.`,
  )
}

// What is opened and then found to be of no use is closed.
async function orClose<T>(connection: HubConnection, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** A hub on a connection that is open already, such as a gateway's own; closing it leaves that open. */
export async function connectedHub(connection: HubConnection): Promise<TransferHub> {
  return hubOn(connection, { is: connection.generation, throughGateway: false, owns: false })
}

interface Known {
  readonly is: Generation
  readonly throughGateway: boolean
  readonly owns: boolean
}

async function hubOn(connection: HubConnection, known: Known): Promise<TransferHub> {
  const { is: generation, throughGateway, owns } = known
  const speech = { generation, speaks: throughGateway ? FACE : generation }
  const parts = { connection, speech, throughGateway }
  const facts = await factsOf(parts, generation)
  return new ConnectedHub({ ...parts, facts, owns })
}

type CallParts = Parameters<typeof callOver>[0]

async function factsOf(parts: CallParts, generation: Generation): Promise<HubFacts> {
  const identity = await parts.connection.identify()
  const info = (await unlessForbidden(parts, 'system.getInfo')) ?? {}
  const language = await unlessForbidden(parts, 'i18n.getOptionLanguage')
  const name = await unlessForbidden(parts, 'system.getSystemName')
  const said = isObject(info) ? info : {}
  return {
    id: text(said['cloudId']) ?? identity.id,
    name: text(isObject(name) ? name['name'] : name) ?? text(said['hostname']) ?? identity.id,
    generation,
    model: text(said['homeyModelName']) ?? text(said['homeyModelId']),
    firmware: text(said['homeyVersion']) ?? identity.version ?? null,
    language: isObject(language) ? text(language['value']) : null,
    timezone: text(said['timezone']),
  }
}

// A gateway answers the session itself, with permissions of its own for scopes: `flow:read`.
async function isGateway(connection: HubConnection): Promise<boolean> {
  const speech = { generation: connection.generation, speaks: connection.generation }
  const session = await unlessForbidden(
    { connection, speech, throughGateway: false },
    'sessions.getSessionMe',
  )
  const scopes = isObject(session) ? session['scopes'] : undefined
  return Array.isArray(scopes) && scopes.some((scope) => /^[a-z-]+:[a-z-]+$/.test(String(scope)))
}

async function infoOf(connection: HubConnection, throughGateway: boolean): Promise<JsonObject> {
  const speech = { generation: connection.generation, speaks: connection.generation }
  const info = await unlessForbidden({ connection, speech, throughGateway }, 'system.getInfo')
  return isObject(info) ? info : {}
}

async function unlessForbidden(parts: CallParts, operation: string): Promise<unknown> {
  try {
    return await callOver(parts, operation)
  } catch (error) {
    if (error instanceof PermissionMissing) return undefined
    throw error
  }
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null
