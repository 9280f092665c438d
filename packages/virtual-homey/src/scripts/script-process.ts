// The process that a script runs in. The function below is all of its code: it is given to Node as text,
// so that the process needs to read no file, and with it no right to read any.
import type { JsonRecord } from '../json.ts'
import type { prepareWorld, ScriptBridge, ScriptEntrances } from './script-world.ts'

/** What the process is sent first. */
export interface ScriptStart {
  readonly code: string
  /** The text of the function that prepares the context. */
  readonly world: string
  /** JSON for that function: arguments, kept values, and which script it is. */
  readonly start: string
}

type Body = Parameters<ScriptEntrances['run']>[0]

/** The body of the process. It may use nothing from outside itself. */
export function scriptProcess(): void {
  const vm = process.getBuiltinModule('node:vm')
  const later = setTimeout
  // Whoever should get out of the context finds nothing here that leads to the network or further.
  const outside: object = globalThis
  const dangerous = [
    'require',
    'module',
    'exports',
    'fetch',
    'WebSocket',
    'EventSource',
    'navigator',
  ]
  for (const name of dangerous) Reflect.deleteProperty(outside, name)
  Object.defineProperty(process, 'getBuiltinModule', { value: undefined })
  Object.defineProperty(process, 'binding', { value: undefined })
  Object.defineProperty(process, '_linkedBinding', { value: undefined })
  // What the code above and below holds on to is enough.
  const { process: own } = globalThis
  const send = (message: string): void => void own.send?.(message)
  Reflect.deleteProperty(outside, 'process')

  const failed = (error: unknown): void => {
    const known = typeof error === 'object' && error !== null ? error : {}
    const message = String(Reflect.get(known, 'message') ?? error)
    const stack = String(Reflect.get(known, 'stack') ?? '')
    send(JSON.stringify({ type: 'done', success: false, returns: { message, stack } }))
  }
  own.once('message', (first: ScriptStart) => {
    const { code, world, start } = first
    const context = vm.createContext(Object.create(null), {
      codeGeneration: { strings: false, wasm: false },
    })
    const run = (source: string, filename: string): unknown =>
      new vm.Script(source, { filename }).runInContext(context)
    let entrances: ScriptEntrances | undefined
    const timer = (id: number, milliseconds: number): void =>
      void later(() => entrances?.receive(JSON.stringify({ type: 'timer', id })), milliseconds)
    const bridge: ScriptBridge = { send, timer }
    try {
      const prepare = run(`(${world})`, 'homeyscript') as typeof prepareWorld
      entrances = prepare(run('globalThis', 'homeyscript') as JsonRecord, bridge, start)
      own.on('message', (message) => entrances?.receive(String(message)))
      void entrances.run(run(`(async () => {\n${code}\n})`, 'script.js') as Body)
    } catch (error) {
      failed(error)
    }
  })
  send(JSON.stringify({ type: 'ready' }))
}
