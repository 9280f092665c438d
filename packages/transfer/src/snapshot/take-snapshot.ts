// Takes a snapshot. Lists are not read in one moment, so everything is read and then the lists again: only
// when both say the same was there one home that was read (reference 3.6).
import { createHash } from 'node:crypto'
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { Json } from '../json.ts'
import type { ReadKind } from '../kinds/kind.ts'
import { forKinds, KIND_NAMES, type KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { type Recalled, readingOf } from '../kinds/reading.ts'
import { type Offered, readOffered } from './cards.ts'
import { indexOf, objectHash, sha256 } from './hash.ts'
import { concealed } from './secrets/conceal.ts'
import { Vault } from './secrets/vault.ts'
import type { SecretsMode, Snapshot, SnapshotObject, Unread } from './snapshot.ts'

/** How a snapshot is taken. */
export interface SnapshotOptions {
  /** Name and version of the program, for the head of the file. */
  readonly tool: string
  readonly now: () => Date
  /** So many random bytes; the key of the HMACs is drawn with it. */
  readonly random: (bytes: number) => Uint8Array
  /** Whether cards and tokens are read, which liveness needs and a backup does not. Yes by default. */
  readonly cards?: boolean
  /** Told of each kind when it was read, in each pass; `pass` counts from 1. */
  readonly onKind?: (kind: KindName, objects: number, pass: number) => void
}

/** So often is a home read again that changed while it was read. */
const PASSES = 4

/** Under this reference the key of the HMACs is kept with the secrets. */
const HMAC_KEY = 'hmac-key'

const NOTHING: Offered = { cards: [], tokens: [], unread: [] }

/**
 * Reads a whole home. The secrets are in memory, under `secrets`; stubs stand in their place.
 * @throws HubError if the hub is lost on the way; what it refuses is told as unread
 */
export async function takeSnapshot(hub: TransferHub, options: SnapshotOptions): Promise<Snapshot> {
  const key = options.random(32)
  const vault = new Vault(key)
  const takenAt = options.now().toISOString()
  const recalled: Recalled = new Map()
  const { pass, stable } = await readUntilStable(hub, { vault, recalled }, options)
  const offered = options.cards === false ? NOTHING : await readOffered(hub)
  const all = KIND_NAMES.flatMap((kind) => [...pass.objects[kind].values()])
  const stubs = usedSecrets(all, vault.values, key)
  const secrets: SecretsMode = stubs.size === 0 ? 'none' : 'left-out'
  return {
    manifest: {
      ...{ format: 'homey-snapshot', version: 1, tool: options.tool, takenAt },
      ...{ hub: hub.facts, counts: countsOf(pass.objects), root: sha256(indexOf(all)) },
      ...{ stable, secrets },
      unread: [
        ...pass.unread,
        ...offered.unread.map((one): Unread => ({ kind: 'flow', id: 'cards', ...one })),
      ],
    },
    objects: pass.objects,
    ...{ cards: offered.cards, tokens: offered.tokens, secrets: stubs },
  }
}

// Of a pass that is read again only what was seen is kept: a home in memory twice is a home too many.
async function readUntilStable(
  hub: TransferHub,
  parts: Omit<PassParts, 'number'>,
  options: SnapshotOptions,
): Promise<{ readonly pass: Pass; readonly stable: boolean }> {
  let { seen } = await readOnce(hub, { ...parts, number: 1 }, options)
  for (let number = 2; ; number++) {
    const pass = await readOnce(hub, { ...parts, number }, options)
    const stable = pass.seen === seen
    if (stable || number === PASSES) return { pass, stable }
    seen = pass.seen
  }
}

interface Pass {
  readonly objects: Snapshot['objects']
  readonly unread: readonly Unread[]
  /** A digest of everything that must be the same in two passes, HMACs of secrets included. */
  readonly seen: string
}

interface PassParts {
  readonly vault: Vault
  readonly recalled: Recalled
  readonly number: number
}

async function readOnce(
  hub: TransferHub,
  { vault, recalled, number }: PassParts,
  { onKind }: SnapshotOptions,
): Promise<Pass> {
  const reading = readingOf(hub, recalled)
  const read = await Promise.all(
    KIND_NAMES.map(async (kind) => {
      const { objects, unread } = await KINDS[kind].read(reading)
      onKind?.(kind, objects.length, number)
      return [kind, { objects: objectsOf(kind, objects, vault), unread }] as const
    }),
  )
  const found = new Map(read)
  const objects = forKinds((kind) => found.get(kind)?.objects ?? new Map())
  const unread = read.flatMap(([kind, found]) => found.unread.map((one) => ({ kind, ...one })))
  return { objects, unread, seen: digestOf(objects, unread) }
}

function digestOf(objects: Snapshot['objects'], unread: readonly Unread[]): string {
  const digest = createHash('sha256').update(JSON.stringify(unread))
  for (const kind of KIND_NAMES) {
    for (const { id, name, sha256, content, facts, inline } of objects[kind].values()) {
      digest.update(JSON.stringify([kind, id, name, sha256, hmacsIn([content, facts, inline])]))
    }
  }
  return digest.digest('hex')
}

function objectsOf(
  kind: KindName,
  objects: ReadKind['objects'],
  vault: Vault,
): ReadonlyMap<string, SnapshotObject> {
  const { secrecy } = KINDS[kind]
  const done = objects.map((read) => {
    const object = concealed(kind, read, secrecy, vault)
    return [read.id, { ...object, sha256: objectHash(kind, object) }] as const
  })
  return new Map(done.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}

// A secret that changed between two passes changes nothing else that is compared.
function hmacsIn(object: unknown): readonly string[] {
  return [...JSON.stringify(object).matchAll(/"hmac":"([\w-]+)"/g)].map(([, hmac = '']) => hmac)
}

// What an earlier pass found and the last one did not is no secret of this snapshot.
function usedSecrets(
  objects: readonly SnapshotObject[],
  values: ReadonlyMap<string, Json>,
  key: Uint8Array,
): ReadonlyMap<string, Json> {
  const used = new Set(
    objects.flatMap((object) =>
      [...JSON.stringify(object).matchAll(/"\$secret":"([\w-]+)"/g)].map(([, ref = '']) => ref),
    ),
  )
  const kept = [...values].filter(([ref]) => used.has(ref))
  // Whoever has the secrets may also ask whether another one is the same.
  return new Map<string, Json>(
    kept.length === 0 ? [] : [[HMAC_KEY, Buffer.from(key).toString('base64url')], ...kept],
  )
}

function countsOf(objects: Snapshot['objects']): Partial<Record<KindName, number>> {
  return Object.fromEntries(
    KIND_NAMES.filter((kind) => objects[kind].size > 0).map((kind) => [kind, objects[kind].size]),
  )
}
