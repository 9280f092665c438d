// Reads a mapping file that a person may have edited: what is wrong is told with its line and what to
// write there. Every value is read as text, so no id is ever taken for a number.
import { LineCounter, parseDocument } from 'yaml'
import { KIND_NAMES, type KindName, keyOf } from '../kinds/kind-name.ts'
import type { Binding, Candidate, Evidence, Question, TransferMapping } from './mapping.ts'
import { BAND, BY, MAPPING, mappingOf } from './schema.ts'
import { MappingUnusable } from './unusable.ts'
import { NONE } from './write-mapping.ts'
import { type Place, placeOf } from './yaml-place.ts'

/**
 * Reads a mapping: the YAML of `writeMapping`, edited or not, or a mapping as JSON. Answers to questions
 * become bindings by `user`. Names stand in comments of YAML and are null here.
 * @throws MappingUnusable with the line
 */
export function readMapping(text: string): TransferMapping {
  if (/^\s*\{/.test(text)) return fromJson(text)
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines })
  const [error] = document.errors
  if (error) {
    const line = error.linePos?.[0].line ?? null
    throw new MappingUnusable(`This is not YAML: ${firstLine(error.message)}`, { line })
  }
  const top = placeOf(document.contents, lines, 'the file')
  checkHead(top)
  const asked = top.at('questions').items().map(readQuestion)
  const bindings = [
    ...top
      .at('bindings')
      .entries()
      .flatMap(([kind, list]) => {
        const name = kindOf(kind, list)
        return list.items().map((item) => readBinding(name, item))
      }),
    ...asked.flatMap(({ answers }) => answers),
  ]
  checkOnce(bindings)
  return {
    ...{ format: 'homey-mapping', version: 1 },
    ...{ source: top.at('source').text(), target: top.at('target').text() },
    bindings: bindings.map(({ binding }) => binding),
    questions: asked.flatMap(({ question }) => question ?? []),
  }
}

function fromJson(text: string): TransferMapping {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new MappingUnusable(`This is not JSON: ${error instanceof Error ? error.message : ''}`)
  }
  const parsed = MAPPING.safeParse(value)
  if (parsed.success) return mappingOf(parsed.data)
  const [issue] = parsed.error.issues
  throw new MappingUnusable(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`)
}

function checkHead(top: Place): void {
  if (top.at('format').text() !== 'homey-mapping') {
    throw top.at('format').wrong('This is no mapping of the Transfer Tool: make one with `match`.')
  }
  const version = top.at('version')
  if (version.text() === '1') return
  if (!/^\d+$/.test(version.text())) throw version.wrong('The version is a number: write 1.')
  const message = `A later version wrote this (${version.text()}): update Latchkey.`
  throw new MappingUnusable(message, { line: version.line, code: 'mapping_newer' })
}

interface Read {
  readonly binding: Binding
  readonly line: number | null
}

function readBinding(kind: KindName, item: Place): Read {
  const score = item.maybe('score')?.number()
  const to = item.at('to')
  return {
    line: item.line,
    binding: {
      ...{ kind, source: item.at('from').text(), target: targetOf(to) },
      by: item.at('by').oneOf(BY.options),
      ...(score !== undefined && { score }),
      evidence: readEvidence(item.maybe('because')),
      ...{ sourceName: null, targetName: null },
    },
  }
}

function targetOf(place: Place): string | null {
  const text = place.text()
  return text === NONE && !place.isQuoted ? null : text
}

function readQuestion(item: Place) {
  const kind = kindOf(item.at('kind').text(), item.at('kind'))
  const band = item.at('band').oneOf(BAND.options)
  const answers: Read[] = []
  const sources: Question['sources'][number][] = []
  for (const [id, answer] of item.at('answers').entries()) {
    if (answer.isEmpty) sources.push({ id, name: null })
    else answers.push({ line: answer.line, binding: answered(kind, id, targetOf(answer)) })
  }
  const candidates = item.at('candidates').items().map(readCandidate)
  const question: Question = { kind, band, sources, candidates }
  return { answers, question: sources.length > 0 ? question : undefined }
}

/** What somebody answered, as a binding. */
export function answered(kind: KindName, source: string, target: string | null): Binding {
  const evidence: readonly Evidence[] = []
  return { kind, source, target, by: 'user', evidence, sourceName: null, targetName: null }
}

function readCandidate(item: Place): Candidate {
  return {
    ...{ target: item.at('id').text(), targetName: null, score: item.at('score').number() },
    evidence: readEvidence(item.maybe('because')),
  }
}

// `same driver +5`; what has no weight has none.
function readEvidence(list: Place | undefined): readonly Evidence[] {
  return (list?.items() ?? []).map((item) => {
    const [, what = item.text(), weight = '0'] =
      /^(.*) ([+-]?\d+(?:\.\d+)?)$/su.exec(item.text()) ?? []
    return { what, weight: Number(weight) }
  })
}

function kindOf(name: string, place: Place): KindName {
  const kind = KIND_NAMES.find((one) => one === name)
  if (kind) return kind
  throw place.wrong(`There is no kind "${name}". Write one of ${KIND_NAMES.join(', ')}.`)
}

function checkOnce(bindings: readonly Read[]): void {
  const seen = new Map<string, number | null>()
  for (const { binding, line } of bindings) {
    const key = keyOf({ kind: binding.kind, id: binding.source })
    if (seen.has(key)) {
      const message = `${key} was decided in line ${seen.get(key)} already. Keep one of the two.`
      throw new MappingUnusable(message, { line })
    }
    seen.set(key, line)
  }
}

const firstLine = (text: string): string => text.split('\n', 1)[0]?.replace(/:$/, '.') ?? ''
