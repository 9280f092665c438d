// A real Chromium for tests of pages, driven over its own debugging protocol. It is the one that
// LATCHKEY_CHROMIUM names, or one that the machine has; nothing but this machine is reached from it.
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const FLAGS = [
  ...['--headless=new', '--no-first-run', '--disable-gpu', '--disable-dev-shm-usage'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--disable-features=Translate,MediaRouter', '--hide-scrollbars', '--remote-debugging-port=0'],
  // A name that is no localhost, for what browsers keep to https; all other names lead nowhere.
  '--host-resolver-rules=MAP latchkey.home 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/** How long a page may take to become what is waited for, in milliseconds. */
const PATIENCE = 20_000

/** Where a Chromium is; undefined if the machine has none. */
export function chromiumPath(): string | undefined {
  const named = process.env['LATCHKEY_CHROMIUM']
  if (named) return named
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const files = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

type Parameters = Readonly<Record<string, unknown>>
type Result = Readonly<Record<string, unknown>>

/** How a tab is to be. */
export interface TabOptions {
  readonly language?: string
  readonly width?: number
  readonly dark?: boolean
  readonly scripts?: boolean
}

/** The browser. */
export class Chromium implements AsyncDisposable {
  readonly #process: ChildProcess
  readonly #folder: string
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, PromiseWithResolvers<Result>>()
  readonly #listeners = new Set<(session: string, method: string, with_: Result) => void>()
  #last = 0

  private constructor(process: ChildProcess, folder: string, socket: WebSocket) {
    this.#process = process
    this.#folder = folder
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#arrived(JSON.parse(String(data))))
  }

  /** Starts it. @throws Error if there is none */
  static async start(): Promise<Chromium> {
    const path = chromiumPath()
    if (path === undefined) throw new Error('There is no Chromium. Name one: LATCHKEY_CHROMIUM')
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-chromium-'))
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const words = [...FLAGS, ...sandbox, `--user-data-dir=${folder}`, 'about:blank']
    const child = spawn(path, words, { stdio: ['ignore', 'ignore', 'pipe'] })
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    createInterface(child.stderr).on('line', (line) => {
      const url = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.on('error', reject)
    child.on('exit', () => reject(new Error(`${path} ended at once.`)))
    const socket = new WebSocket(await promise)
    await new Promise((done) => socket.addEventListener('open', done, { once: true }))
    return new Chromium(child, folder, socket)
  }

  /** Opens a tab with cookies of its own. */
  async open(options: TabOptions = {}): Promise<Tab> {
    const { browserContextId } = await this.send('Target.createBrowserContext', {})
    const created = await this.send('Target.createTarget', { url: 'about:blank', browserContextId })
    const attach = { targetId: created['targetId'], flatten: true }
    const { sessionId } = await this.send('Target.attachToTarget', attach)
    const tab = new Tab(this, String(sessionId))
    await tab.begin(options)
    return tab
  }

  /** What stands in the frames of all tabs. */
  async frames(): Promise<readonly string[]> {
    const { targetInfos } = await this.send('Target.getTargets', {})
    const all = targetInfos as readonly { readonly type: string; readonly targetId: string }[]
    const texts = all
      .filter(({ type }) => type === 'iframe')
      .map(async ({ targetId }) => {
        const attached = await this.send('Target.attachToTarget', { targetId, flatten: true })
        const expression = 'document.readyState + " " + document.body?.innerText'
        const session = String(attached['sessionId'])
        const { result } = await this.send('Runtime.evaluate', { expression }, session)
        return String((result as { value?: unknown }).value)
      })
    return await Promise.all(texts)
  }

  /** Sends a command, to the browser or to one tab. @throws Error saying what it was */
  send(method: string, parameters: Parameters, sessionId?: string): Promise<Result> {
    const id = ++this.#last
    const waiting = Promise.withResolvers<Result>()
    this.#waiting.set(id, waiting)
    this.#socket.send(JSON.stringify({ id, method, params: parameters, sessionId }))
    return waiting.promise
  }

  /** Calls `listener` with every event of a tab. */
  listen(session: string, listener: (method: string, with_: Result) => void): void {
    this.#listeners.add((of, method, with_) => {
      if (of === session) listener(method, with_)
    })
  }

  #arrived(message: {
    id?: number
    result?: Result
    error?: { message: string }
    sessionId?: string
    method?: string
    params?: Result
  }): void {
    const { id, result, error, sessionId = '', method = '', params = {} } = message
    if (id === undefined) {
      for (const listener of this.#listeners) listener(sessionId, method, params)
      return
    }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new Error(error.message))
    else waiting?.resolve(result ?? {})
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((done) => this.#process.once('exit', done))
    this.#socket.close()
    this.#process.kill('SIGKILL')
    await ended
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** One tab. */
export class Tab {
  readonly #browser: Chromium
  readonly #session: string
  /** What the browser complained of: scripts that failed, and whatever the page's policy forbade. */
  readonly complaints: string[] = []

  constructor(browser: Chromium, session: string) {
    this.#browser = browser
    this.#session = session
  }

  async begin({ language, width, dark, scripts = true }: TabOptions): Promise<void> {
    this.#browser.listen(this.#session, (method, with_) => this.#heard(method, with_))
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await this.send(`${domain}.enable`)
    await this.send('Runtime.addBinding', { name: 'violated' })
    const source = `addEventListener('securitypolicyviolation', (event) => violated(event.violatedDirective + ' ' + event.blockedURI))`
    await this.send('Page.addScriptToEvaluateOnNewDocument', { source })
    const headers = { 'Accept-Language': language ?? 'en' }
    await this.send('Network.setExtraHTTPHeaders', { headers })
    await this.look({ width: width ?? 1280, dark: dark ?? false })
    if (!scripts) await this.send('Emulation.setScriptExecutionDisabled', { value: true })
  }

  send(method: string, parameters: Parameters = {}): Promise<Result> {
    return this.#browser.send(method, parameters, this.#session)
  }

  /** Width in pixels, and light or dark. */
  async look({ width, dark }: { readonly width: number; readonly dark: boolean }): Promise<void> {
    const size = { width, height: 800, deviceScaleFactor: 1, mobile: width < 600 }
    await this.send('Emulation.setDeviceMetricsOverride', size)
    const value = dark ? 'dark' : 'light'
    const features = [{ name: 'prefers-color-scheme', value }]
    await this.send('Emulation.setEmulatedMedia', { features })
  }

  /** An authenticator in the machine itself, whose user is there and agrees. */
  async addAuthenticator(): Promise<void> {
    await this.send('WebAuthn.enable', { enableUI: false })
    const kind = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true }
    const user = { hasUserVerification: true, isUserVerified: true }
    const options = { ...kind, ...user, automaticPresenceSimulation: true }
    await this.send('WebAuthn.addVirtualAuthenticator', { options })
  }

  async goto(url: string): Promise<void> {
    // The same page with another fragment would not be loaded again.
    await this.send('Page.navigate', { url: 'about:blank' })
    await this.until(`location.href === 'about:blank'`)
    await this.send('Page.navigate', { url })
    await this.until(`location.href !== 'about:blank' && document.readyState === 'complete'`)
  }

  /** The value of an expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.send('Runtime.evaluate', { expression, returnByValue: true })
    return (result as { value?: unknown }).value
  }

  /** Waits until an expression is true. @throws Error naming it, and what the page says instead */
  async until(expression: string): Promise<void> {
    const late = Date.now() + PATIENCE
    while (Date.now() < late) {
      // While the page changes there is nothing to ask.
      const met = await this.evaluate(`Boolean(${expression})`).catch(() => false)
      if (met === true) return
      await new Promise((done) => setTimeout(done, 25))
    }
    throw new Error(`Never came true: ${expression}. The page says: ${await this.text()}`)
  }

  /** Waits until the page says something. */
  async says(words: string): Promise<void> {
    await this.until(`document.body?.innerText.includes(${JSON.stringify(words)})`)
  }

  async text(): Promise<string> {
    return String(await this.evaluate('document.body.innerText'))
  }

  async fill(selector: string, text: string): Promise<void> {
    await this.until(`document.querySelector(${JSON.stringify(selector)})`)
    const element = `document.querySelector(${JSON.stringify(selector)})`
    await this.evaluate(`${element}.focus(), ${element}.select()`)
    await this.send('Input.insertText', { text })
  }

  /** Clicks on the middle of an element, as a mouse does. */
  async click(selector: string): Promise<void> {
    const element = `document.querySelector(${JSON.stringify(selector)})`
    await this.until(`${element}?.checkVisibility() && !${element}.disabled`)
    await this.evaluate(`${element}.scrollIntoView({ block: 'center' })`)
    const box = await this.evaluate(
      `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(${element}.getBoundingClientRect())`,
    )
    const mouse = { ...(box as object), button: 'left', clickCount: 1 }
    for (const type of ['mousePressed', 'mouseReleased']) {
      await this.send('Input.dispatchMouseEvent', { type, ...mouse })
    }
  }

  /** The whole page as a PNG. */
  async screenshot(file: string): Promise<void> {
    const shot = await this.send('Page.captureScreenshot', { captureBeyondViewport: true })
    writeFileSync(file, Buffer.from(String(shot['data']), 'base64'))
  }

  #heard(method: string, with_: Result): void {
    if (method === 'Runtime.bindingCalled') this.complaints.push(String(with_['payload']))
    if (method === 'Runtime.exceptionThrown') this.complaints.push(JSON.stringify(with_))
    if (method !== 'Log.entryAdded') return
    const { source, level, text } = with_['entry'] as Record<string, string>
    // An answer of 401 is told as an error as well, and is none of the page's.
    if (source !== 'network' && level !== 'verbose') this.complaints.push(`${source}: ${text}`)
  }
}
