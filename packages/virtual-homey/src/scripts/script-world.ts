// What a script sees: the globals of HomeyScript and nothing else. The function below is sent to the
// script's process as text and runs inside its context, so it may use nothing from outside itself;
// everything crosses as JSON, so that no object of the process ever reaches a script.

/** What the process offers to the context. */
export interface ScriptBridge {
  /** Tells the hub something; an answer comes back through `receive`. */
  readonly send: (message: string) => void
  /** Has `receive` called with a timer's message after so many milliseconds. */
  readonly timer: (id: number, milliseconds: number) => void
}

/** The two ways into the context, both taking nothing but what is of the context or text. */
export interface ScriptEntrances {
  readonly receive: (message: string) => void
  readonly run: (body: () => Promise<unknown>) => Promise<void>
}

/** Puts the globals that scripts have on `world`. */
export function prepareWorld(
  world: Record<string, unknown>,
  bridge: ScriptBridge,
  start: string,
): ScriptEntrances {
  const { args, kept, script } = JSON.parse(start)
  const waiting = new Map<number, (message: { error?: string; value?: unknown }) => void>()
  const timers = new Map<number, () => void>()
  let count = 0
  const tell = (message: object): void => bridge.send(JSON.stringify(message))
  const ask = (message: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      count++
      waiting.set(count, ({ error, value }) =>
        error === undefined ? resolve(value) : reject(new Error(error)),
      )
      tell({ ...message, id: count })
    })
  const call = (manager: string, operation: string, given: object = {}): Promise<unknown> =>
    ask({ type: 'call', manager, operation, args: given }).then(withMethods)
  const members = (make: (name: string) => unknown): object =>
    new Proxy(
      {},
      { get: (_, name) => (typeof name === 'string' && name !== 'then' ? make(name) : undefined) },
    )
  // Devices come with the one method that scripts use most.
  const withMethods = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if ('capabilitiesObj' in value && 'id' in value) {
      const set = (first: unknown, second: unknown): Promise<unknown> => {
        const wanted =
          typeof first === 'string' ? { capabilityId: first, value: second } : Object(first)
        return call('devices', 'setCapabilityValue', { ...wanted, deviceId: value.id })
      }
      Object.defineProperty(value, 'setCapabilityValue', { value: set })
    } else {
      for (const member of Object.values(value)) withMethods(member)
    }
    return value
  }
  const setTimer = (work: () => void, milliseconds = 0): number => {
    count++
    timers.set(count, work)
    bridge.timer(count, milliseconds)
    return count
  }
  const log = (...words: unknown[]): void => {
    const text = words.map((word) => (typeof word === 'string' ? word : JSON.stringify(word)))
    tell({ type: 'log', text: text.join(' ') })
  }
  const set = (name: string, value: unknown): void => {
    kept[name] = value
    tell({ type: 'set', name, value: value ?? null })
  }
  Object.assign(world, {
    Homey: members((manager) => members((name) => (given?: object) => call(manager, name, given))),
    global: { get: (name: string) => kept[name], set, keys: () => Object.keys(kept) },
    tag: (name: string, value: unknown) => ask({ type: 'tag', name, value: value ?? null }),
    say: (text: string) => ask({ type: 'say', text: String(text) }),
    wait: (milliseconds: number) => new Promise<void>((resolve) => setTimer(resolve, milliseconds)),
    setTimeout: setTimer,
    clearTimeout: (id: number) => void timers.delete(id),
    ...{ args, log, console: { log, info: log, warn: log, error: log, debug: log } },
    ...{ __script_id__: script.id, __script_name__: script.name },
  })
  const receive = (text: string): void => {
    const message = JSON.parse(text)
    const [list, value] = message.type === 'timer' ? [timers, undefined] : [waiting, message]
    list.get(message.id)?.(value)
    list.delete(message.id)
  }
  const run = async (body: () => Promise<unknown>): Promise<void> => {
    try {
      tell({ type: 'done', success: true, returns: (await body()) ?? null })
    } catch (error) {
      const { message = String(error), stack = '' } = Object(error)
      tell({ type: 'done', success: false, returns: { message, stack } })
    }
  }
  return { receive, run }
}
