// The files of a snapshot: which there are, and what stands in them (reference 3.10). Reading believes
// nothing: every hash is made again, and nothing may be missing or left over.
import { isObject, type Json } from '../../json.ts'
import { forKinds, KIND_NAMES } from '../../kinds/kind-name.ts'
import { canonical } from '../canonical.ts'
import { indexOf, objectHash, sha256 } from '../hash.ts'
import type { Snapshot, SnapshotManifest, SnapshotObject } from '../snapshot.ts'
import { extractCode, insertCode } from './code.ts'
import { fileName } from './file-names.ts'
import { CARD, cardOf, INDEX_LINE, MANIFEST, manifestOf, OBJECT, VERSION } from './schema.ts'
import { type Sealing, seal, type Unsealing, unseal } from './sealing.ts'
import type { Files } from './tar.ts'
import { altered, SnapshotUnusable } from './unusable.ts'

const MANIFEST_FILE = 'manifest.json'
const INDEX_FILE = 'index.ndjson'
const CARDS_FILE = 'cards.ndjson'
const TOKENS_FILE = 'tokens.txt'
const SECRETS_FILE = 'secrets.age'
/** In the form of `sha256sum`, which checks it: `sha256sum -c SHA256SUMS`. */
const SUMS_FILE = 'SHA256SUMS'

/** The files of a snapshot. Without `sealing` its secrets are left out. */
export async function filesOf(snapshot: Snapshot, sealing?: Sealing): Promise<Files> {
  const files = new Map<string, Uint8Array>()
  const put = (path: string, text: string): void => void files.set(path, Buffer.from(text))
  const objects = KIND_NAMES.flatMap((kind) => [...snapshot.objects[kind].values()])
  for (const object of objects) {
    const { content, files: code } = extractCode(object.kind, object.id, object.content)
    put(objectPath(object), pretty({ ...object, content }))
    for (const [path, text] of code) put(path, text)
  }
  put(INDEX_FILE, indexOf(objects))
  put(CARDS_FILE, snapshot.cards.map((card) => `${canonical(card)}\n`).join(''))
  put(TOKENS_FILE, snapshot.tokens.map((token) => `${JSON.stringify(token)}\n`).join(''))
  const { secrets: known } = snapshot
  const isSealed = sealing !== undefined && known !== undefined && known.size > 0
  if (isSealed) files.set(SECRETS_FILE, await seal(known, sealing))
  const { secrets } = snapshot.manifest
  const kept = secrets === 'none' ? 'none' : isSealed ? 'sealed' : 'left-out'
  put(MANIFEST_FILE, pretty({ ...snapshot.manifest, secrets: kept }))
  put(SUMS_FILE, sumsOf(files))
  return files
}

const objectPath = ({ kind, id }: Pick<SnapshotObject, 'kind' | 'id'>): string =>
  `objects/${kind}/${fileName(id)}.json`

function sumsOf(files: Files): string {
  const paths = [...files.keys()].sort()
  return paths.map((path) => `${sha256(files.get(path) ?? '')}  ${path}\n`).join('')
}

function pretty(value: unknown): string {
  return `${JSON.stringify(JSON.parse(canonical(JSON.parse(JSON.stringify(value)))), null, 2)}\n`
}

/**
 * The snapshot in files, with its secrets if `unsealing` opens them.
 * @throws SnapshotUnusable if it is none, newer, or not what was written
 */
export async function snapshotIn(files: Files, unsealing?: Unsealing): Promise<Snapshot> {
  const manifest = readManifest(files)
  checkSums(files)
  const texts = new Map([...files].map(([path, bytes]) => [path, textOf(path, bytes)]))
  const text = (path: string): string => {
    const found = texts.get(path)
    if (found === undefined) throw altered(`${path} is missing`)
    return found
  }
  const index = text(INDEX_FILE)
  if (sha256(index) !== manifest.root) throw altered('its index is not the one in its head')
  const all = parsedLines(index, INDEX_FILE).map((line) => {
    const found = INDEX_LINE.safeParse(line)
    if (!found.success) throw altered('its index cannot be read', found.error)
    return readObject(found.data, texts)
  })
  checkCounts(manifest, all)
  const sealed = files.get(SECRETS_FILE)
  const secrets = sealed && unsealing ? await unseal(sealed, unsealing) : undefined
  return {
    ...{ manifest, objects: byKind(all) },
    cards: parsedLines(text(CARDS_FILE), CARDS_FILE).map((line) => cardOf(CARD.parse(line))),
    tokens: parsedLines(text(TOKENS_FILE), TOKENS_FILE).map(String),
    ...(secrets && { secrets }),
  }
}

function readManifest(files: Files): SnapshotManifest {
  const bytes = files.get(MANIFEST_FILE)
  const none = new SnapshotUnusable('not_a_snapshot', 'This is no snapshot of a Homey.')
  if (!bytes) throw none
  const value = parsed(textOf(MANIFEST_FILE, bytes), MANIFEST_FILE)
  if (!isObject(value) || value['format'] !== 'homey-snapshot') throw none
  const { version } = value
  if (typeof version === 'number' && version > VERSION) {
    throw new SnapshotUnusable(
      'snapshot_newer',
      `A newer version of Latchkey wrote this snapshot (form ${version}). Update Latchkey.`,
    )
  }
  const found = MANIFEST.safeParse(value)
  if (!found.success) throw altered('its head cannot be read', found.error)
  return manifestOf(found.data)
}

// Everything is in the sums, and all that is in the sums is there.
function checkSums(files: Files): void {
  const sums = files.get(SUMS_FILE)
  if (!sums) throw altered(`${SUMS_FILE} is missing`)
  const told = new Map(
    textOf(SUMS_FILE, sums)
      .split('\n')
      .filter((line) => line !== '')
      .map((line): [string, string] => [line.slice(66), line.slice(0, 64)]),
  )
  for (const [path, hash] of told) {
    const bytes = files.get(path)
    if (!bytes) throw altered(`${path} is missing`)
    if (sha256(bytes) !== hash) throw altered(`${path} was changed`)
  }
  for (const path of files.keys()) {
    if (path !== SUMS_FILE && !told.has(path)) throw altered(`${path} was added`)
  }
}

function readObject(
  line: Pick<SnapshotObject, 'kind' | 'id' | 'sha256'>,
  texts: ReadonlyMap<string, string>,
): SnapshotObject {
  const path = objectPath(line)
  const found = OBJECT.safeParse(parsed(texts.get(path) ?? '', path))
  if (!found.success) throw altered(`${path} cannot be read`, found.error)
  const { inline, ...read } = found.data
  const object = { ...read, content: insertCode(read.content, texts), ...(inline && { inline }) }
  const isIt = object.kind === line.kind && object.id === line.id && object.sha256 === line.sha256
  if (!isIt || objectHash(object.kind, object) !== object.sha256) {
    throw altered(`${path} is not what the index says`)
  }
  return object
}

function checkCounts({ counts }: SnapshotManifest, all: readonly SnapshotObject[]): void {
  for (const kind of KIND_NAMES) {
    const found = all.filter((object) => object.kind === kind).length
    if (found !== (counts[kind] ?? 0)) throw altered(`the number of objects of ${kind} is wrong`)
  }
}

function byKind(all: readonly SnapshotObject[]): Snapshot['objects'] {
  const found = Map.groupBy(all, ({ kind }) => kind)
  return forKinds((kind) => new Map(found.get(kind)?.map((object) => [object.id, object])))
}

function parsedLines(text: string, path: string): Json[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parsed(line, path))
}

function parsed(text: string, path: string): Json {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw altered(`${path} cannot be read`, error)
  }
}

// What is sealed is no text, and nobody asks for it as one.
function textOf(path: string, bytes: Uint8Array): string {
  if (path === SECRETS_FILE) return ''
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw altered(`${path} cannot be read`, error)
  }
}
