// The query of a request. The client writes nested values in the PHP manner (`args[a][b]=1`,
// `list[]=x`), each key and value percent-encoded.
import { isRecord, type JsonRecord } from '../json.ts'

/** The members of a query string. @throws URIError if an escape is malformed. */
export function parseQuery(query: string): JsonRecord {
  const result: JsonRecord = Object.create(null)
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const [key = '', value = ''] = pair.split(/=(.*)/s, 2).map(decode)
    const path = [...key.matchAll(/^[^[]+|\[([^\]]*)\]/g)].map((match) => match[1] ?? match[0])
    assign(result, path, value)
  }
  return result
}

function assign(target: JsonRecord, path: readonly string[], value: string): void {
  const [name, ...rest] = path
  if (name === undefined) return
  if (rest.length === 0) {
    target[name] = value
  } else if (rest[0] === '') {
    const list = target[name]
    target[name] = [...(Array.isArray(list) ? list : []), value]
  } else {
    const inner = isRecord(target[name]) ? target[name] : Object.create(null)
    target[name] = inner
    assign(inner, rest, value)
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
