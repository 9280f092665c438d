// The mapping file: YAML that a person reads and edits. Questions stand first, since they are what is
// to be done; names stand beside the ids as comments, since only ids count.
import { Document, isScalar, type Node, YAMLMap, YAMLSeq } from 'yaml'
import { KIND_NAMES } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Binding, Evidence, Question, TransferMapping } from './mapping.ts'

/** What a person writes for something that has no counterpart. */
export const NONE = 'none'

const HEAD = ` Which object of the new Homey stands for which of the old one.
 To answer a question, write the id of a candidate (or of any other device) after the id of the old
 one; write "${NONE}" if it has no counterpart. What is left empty stays open.
 To change a decision, change its "to" and write "by: user". Names are comments: only ids count.`

/** A mapping as text. The same mapping gives the same text. */
export function writeMapping({ bindings, questions, ...head }: TransferMapping): string {
  const document = new Document({
    ...{ format: head.format, version: head.version, source: head.source, target: head.target },
  })
  document.commentBefore = HEAD
  const asked = new YAMLSeq<Node>()
  for (const question of questions) asked.add(questionNode(document, question))
  document.set('questions', asked)
  const bound = new YAMLMap<Node, Node>()
  for (const kind of KIND_NAMES) {
    const rows = bindings.filter((binding) => binding.kind === kind)
    if (rows.length === 0) continue
    const list = new YAMLSeq<Node>()
    for (const row of rows) list.add(bindingNode(document, row))
    const key = document.createNode(kind)
    key.commentBefore = ` ${KINDS[kind].label}`
    bound.set(key, list)
  }
  document.set('bindings', bound)
  return document.toString({ lineWidth: 0, nullStr: '' })
}

function questionNode(document: Document, { kind, band, sources, candidates }: Question): Node {
  const node = new YAMLMap<Node, Node>()
  const set = (name: string, value: unknown): void =>
    node.set(document.createNode(name), document.createNode(value))
  set('kind', kind)
  set('band', band)
  const answers = new YAMLMap<Node, Node>()
  for (const { id, name } of sources) {
    const empty = document.createNode(null)
    note(empty, name)
    answers.set(document.createNode(id), empty)
  }
  node.set(document.createNode('answers'), answers)
  const list = new YAMLSeq<Node>()
  for (const { target, targetName, score, evidence } of candidates) {
    const one = new YAMLMap<Node, Node>()
    one.set(document.createNode('id'), noted(document, target, targetName))
    one.set(document.createNode('score'), document.createNode(score))
    one.set(document.createNode('because'), because(document, evidence))
    list.add(one)
  }
  node.set(document.createNode('candidates'), list)
  return node
}

function bindingNode(document: Document, binding: Binding): Node {
  const { source, target, by, score, evidence, sourceName, targetName } = binding
  const node = new YAMLMap<Node, Node>()
  const set = (name: string, value: Node): void => node.set(document.createNode(name), value)
  set('from', noted(document, source, sourceName))
  set('to', target === null ? document.createNode(NONE) : noted(document, target, targetName))
  set('by', document.createNode(by))
  if (score !== undefined) set('score', document.createNode(score))
  if (evidence.length > 0) set('because', because(document, evidence))
  return node
}

// `none` means something, so an id that is called so is told apart by its quotes.
function noted(document: Document, id: string, name: string | null): Node {
  const node = document.createNode(id)
  if (id === NONE && isScalar(node)) node.type = 'QUOTE_DOUBLE'
  note(node, name)
  return node
}

function note(node: Node, name: string | null): void {
  const line = (name ?? '').replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
  if (line !== '') node.comment = ` ${line}`
}

function because(document: Document, evidence: readonly Evidence[]): Node {
  const list = new YAMLSeq<Node>()
  for (const { what, weight } of evidence) {
    list.add(document.createNode(`${what} ${weight < 0 ? '' : '+'}${weight}`))
  }
  return list
}
