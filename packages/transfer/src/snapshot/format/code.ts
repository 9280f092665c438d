// Code as files of its own, so that a change in a script reads as one. In the object stands where it
// went; members that begin with `$` are never the home's own (see `conceal`).
import { isObject, type Json, type JsonObject } from '../../json.ts'
import type { KindName } from '../../kinds/kind-name.ts'
import { sha256 } from '../hash.ts'
import { fileName } from './file-names.ts'
import { altered } from './unusable.ts'

/** Where code stands, by kind: all members with this name. */
const CODE_IN: Readonly<Partial<Record<KindName, 'code'>>> = {
  script: 'code',
  flow: 'code',
  'advanced-flow': 'code',
}

/** Content with its code in files, and the files. Paths are within the folder. */
export function extractCode(
  kind: KindName,
  id: string,
  content: JsonObject,
): { readonly content: JsonObject; readonly files: ReadonlyMap<string, string> } {
  const files = new Map<string, string>()
  if (CODE_IN[kind] === undefined) return { content, files }
  const within = (value: Json, path: readonly string[]): Json => {
    if (Array.isArray(value)) return value.map((one, at) => within(one, [...path, String(at)]))
    if (!isObject(value)) return value
    return members(value, path)
  }
  const members = (value: JsonObject, path: readonly string[]): JsonObject =>
    Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        if (name !== CODE_IN[kind] || typeof member !== 'string') {
          return [name, within(member, [...path, name])]
        }
        const file = codePath(kind, id, path)
        files.set(file, member)
        return [name, { $code: file, sha256: sha256(member) }]
      }),
    )
  return { content: members(content, []), files }
}

function codePath(kind: KindName, id: string, path: readonly string[]): string {
  if (kind === 'script') return `code/${fileName(id)}.js`
  // `cards/<key>/args` of an advanced flow, `actions/2/args` of another one.
  return `code/flow/${fileName(id)}/${fileName(path.filter((name) => name !== 'args').join('-'))}.js`
}

/** Content with its code again. @throws SnapshotUnusable if a file is not there or not as it was */
export function insertCode(content: JsonObject, files: ReadonlyMap<string, string>): JsonObject {
  const within = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(within)
    if (!isObject(value)) return value
    const { $code, sha256: hash } = value
    if (typeof $code !== 'string' || typeof hash !== 'string') return members(value)
    const code = files.get($code)
    if (code === undefined) throw altered(`${$code} is missing`)
    if (sha256(code) !== hash) throw altered(`${$code} was changed`)
    return code
  }
  const members = (value: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([name, one]) => [name, within(one)]))
  return members(content)
}
