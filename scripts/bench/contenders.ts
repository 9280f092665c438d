// Who is measured against whom: bare proxies, the gateway, and ready-made ones where they are installed.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Data, type Gateway, portOf } from './gateway.ts'
import { isThere, type Started, script, started } from './processes.ts'
import { CADDY, NGINX, startProgram } from './ready-made.ts'

/** Something that takes requests. */
export interface Contender {
  readonly name: string
  readonly port: number
  readonly key: string | undefined
  /** Its processes; none for the upstream itself. */
  readonly pids: readonly number[]
}

/** The names by which the report finds them. */
export const NAMES = {
  direct: 'none (direct)',
  request: 'Node http.request with agent',
  dispatch: 'Node + undici dispatch (1.0)',
  stream: 'Node + undici stream',
  latchkey: 'latchkey, everything on',
  nginx: 'nginx auth_request to Node',
  caddy: 'Caddy forward_auth to Node',
} as const

/** Starts all that there are; says which are not. */
export async function openContenders(
  stack: AsyncDisposableStack,
  upstream: Started<{ readonly port: number }>,
  { data, gateway, directory }: { data: Data; gateway: Gateway; directory: string },
): Promise<{ readonly all: readonly Contender[]; readonly absent: readonly string[] }> {
  const { port } = upstream.said
  const all: Contender[] = [{ name: NAMES.direct, port, key: undefined, pids: [] }]
  for (const kind of ['request', 'dispatch', 'stream'] as const) {
    const words = script('bare-proxies.ts', kind, String(port))
    const proxy = stack.use(await started<{ port: number }>(words))
    all.push({ name: NAMES[kind], port: proxy.said.port, key: undefined, pids: [proxy.pid] })
  }
  const { key } = data
  all.push({ name: NAMES.latchkey, port: portOf(gateway), key, pids: [gateway.pid] })
  const absent: string[] = []
  for (const { name, program, configure } of [
    { name: NAMES.nginx, ...NGINX },
    { name: NAMES.caddy, ...CADDY },
  ]) {
    if (!isThere(program)) {
      absent.push(program)
      continue
    }
    const asked = stack.use(
      await started<{ port: number }>(script('bare-proxies.ts', 'check', '0')),
    )
    const file = join(directory, program)
    const {
      port: own,
      words,
      text,
    } = await configure({ directory, file, port, asks: asked.said.port })
    writeFileSync(file, text)
    const running = stack.use(await startProgram(program, words, own))
    all.push({ name, port: own, key, pids: [running.pid, asked.pid] })
  }
  return { all, absent }
}
