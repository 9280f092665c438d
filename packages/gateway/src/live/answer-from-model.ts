// A read answered from the model, exactly as the hub would answer it now, cut to what the client may see.
import type { HomeKind, Item } from '../limits/home.ts'
import { capabilityOf } from './capability-values.ts'
import type { ItemTexts } from './item-texts.ts'
import type { KeptAnswers } from './kept-answers.ts'
import type { LiveModel, LiveState, TextForm } from './model.ts'
import { type ReadRow, readRow } from './read-table.ts'

/** What is asked, and by whom. */
export interface ModelQuestion {
  readonly operation: string
  readonly ids: Readonly<Record<string, string>>
  /** The query as it would be sent to the hub; with any, only the hub can answer. */
  readonly query: string
  /** Whether the client may see an object. */
  readonly covers: (kind: HomeKind, id: string) => boolean
  /** What the client may see of an object; the object itself if that is all. */
  readonly cut?: (kind: HomeKind, item: Item) => Item
  /** Whether the client may see capabilities of a device. */
  readonly coversCapability?: (device: string, capability: string) => boolean
  /** Whether settings that are secrets are shown. */
  readonly form: TextForm
  /** What besides the state decides what is shown: the grant and its generation. */
  readonly suffix: string
  /** The kinds that `covers` and `cut` look at, besides the kind that is asked for. */
  readonly involved?: readonly HomeKind[]
  readonly ifNoneMatch?: string | undefined
}

/** What the model says. */
export type ModelAnswer =
  /** The hub has to be asked. */
  | 'not-here'
  /** It is not there, or not covered: to be answered alike. */
  | 'not-found'
  | {
      readonly status: 200 | 304
      readonly etag: string
      /** JSON in UTF-8; nothing where the client has it already. */
      readonly body: Buffer
    }

/** What the answer is made from. */
export interface ModelSource {
  readonly model: Pick<LiveModel, 'isFresh'>
  readonly state: LiveState
  readonly texts: ItemTexts
  readonly kept: KeptAnswers
  /** Changes whenever more is known of which settings are secrets. */
  readonly secretsVersion: number
  /** Different for every run of the gateway. */
  readonly bootId: string
}

/** Answers a read from the model, or says that it cannot. Pure but for the texts and answers that it keeps. */
export function answerFromModel(source: ModelSource, question: ModelQuestion): ModelAnswer {
  const row = readRow(question.operation)
  if (!row || question.query !== '') return 'not-here'
  const id = row.shows === 'list' ? undefined : question.ids[row.id]
  if (row.shows !== 'list' && id === undefined) return 'not-here'
  if (!source.model.isFresh(row.kind, id)) return 'not-here'
  if (id === undefined) return tagged(source, question, row, () => listOf(source, question, row))
  const item = source.state.items[row.kind].get(id)
  if (!item || !question.covers(row.kind, id)) return 'not-found'
  if (row.shows === 'one') {
    // A Pro 2016–2019 says where an object stands in lists only.
    if (item['order'] !== undefined && source.state.generation === 'pro-2019') return 'not-here'
    return tagged(source, question, row, () => textOf(source, question, row.kind, item))
  }
  if (row.shows !== 'value') return 'not-here'
  const capability = question.ids[row.of] ?? ''
  const found = capabilityOf(item, capability)
  const isCovered = question.coversCapability?.(id, capability) ?? true
  if (!found || !isCovered) return 'not-found'
  return tagged(source, question, row, () => Buffer.from(JSON.stringify(found['value'] ?? null)))
}

const [OPEN, COMMA, CLOSE] = ['{', ',', '}'].map((one) => Buffer.from(one)) as [
  Buffer,
  Buffer,
  Buffer,
]

function listOf(source: ModelSource, question: ModelQuestion, { kind }: ReadRow): Buffer {
  const pieces: Buffer[] = [OPEN]
  for (const [id, item] of source.state.items[kind]) {
    if (!question.covers(kind, id)) continue
    if (pieces.length > 1) pieces.push(COMMA)
    pieces.push(Buffer.from(`${JSON.stringify(id)}:`), textOf(source, question, kind, item))
  }
  pieces.push(CLOSE)
  return Buffer.concat(pieces)
}

function textOf(
  { texts }: ModelSource,
  { cut, form }: ModelQuestion,
  kind: HomeKind,
  item: Item,
): Buffer {
  return texts.of(kind, cut ? cut(kind, item) : item, form)
}

const NOTHING = Buffer.alloc(0)

function tagged(
  source: ModelSource,
  question: ModelQuestion,
  row: ReadRow,
  body: () => Buffer,
): ModelAnswer {
  const etag = tagOf(source, question, row)
  if (matches(question.ifNoneMatch, etag)) return { status: 304, etag, body: NOTHING }
  return { status: 200, etag, body: source.kept.answer(question, etag, body) }
}

// The tag changes with whatever the answer is made from; it may also change when the answer does not.
function tagOf(source: ModelSource, question: ModelQuestion, { kind }: ReadRow): string {
  const { versions } = source.state
  const kinds = [kind, ...(question.involved ?? [])]
  const numbers = kinds.map((one) => versions[one].toString(36)).join('.')
  const secrets = question.form === 'whole' ? 'w' : source.secretsVersion.toString(36)
  return `"${source.bootId}-${numbers}-${secrets}-${question.suffix}"`
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.split(',').some((one) => {
    const tag = one.trim()
    return tag === '*' || tag === etag || tag === `W/${etag}`
  })
}
