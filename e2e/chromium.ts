// A real Chromium for tests of pages, driven by Playwright. Nothing but this machine is reached from it.
import AxeBuilder from '@axe-core/playwright'
import {
  type Browser,
  type BrowserContext,
  type CDPSession,
  chromium,
  type Page,
} from 'playwright-core'
import { chromiumFiles } from './chromium-files.ts'

const FLAGS = [
  ...['--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'],
  // A name that is no localhost, for what browsers keep to https; all other names lead nowhere.
  '--host-resolver-rules=MAP latchkey.home 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/** How long a page may take to become what is waited for, in milliseconds. */
const PATIENCE = 20_000

/** How a tab is to be. */
export interface TabOptions {
  readonly language?: string
  readonly width?: number
  readonly dark?: boolean
  readonly scripts?: boolean
}

/** The browser. */
export class Chromium implements AsyncDisposable {
  readonly #browser: Browser

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  /** Starts it. @throws Error if there is none */
  static async start(): Promise<Chromium> {
    const { executable, env } = chromiumFiles()
    const launch = { executablePath: executable, args: FLAGS, chromiumSandbox: false }
    return new Chromium(await chromium.launch({ ...launch, env: { ...process.env, ...env } }))
  }

  /** Opens a tab with cookies of its own. */
  async open({ language = 'en', width = 1280, dark, scripts }: TabOptions = {}): Promise<Tab> {
    const context = await this.#browser.newContext({
      ...{ locale: language, viewport: { width, height: 800 } },
      ...{ colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: scripts ?? true },
    })
    const page = await context.newPage()
    const tab = new Tab(page, await context.newCDPSession(page))
    await tab.begin(context)
    return tab
  }

  /** Closes all tabs. */
  async closeTabs(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((one) => one.close()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
  }
}

/** One tab. */
export class Tab {
  readonly page: Page
  readonly #session: CDPSession
  /** What the browser complained of: scripts that failed, and whatever the page's policy forbade. */
  readonly complaints: string[] = []

  constructor(page: Page, session: CDPSession) {
    this.page = page
    this.#session = session
    page.setDefaultTimeout(PATIENCE)
  }

  async begin(context: BrowserContext): Promise<void> {
    this.page.on('pageerror', (error) => this.complaints.push(String(error)))
    this.#session.on('Log.entryAdded', ({ entry: { source, level, text } }) => {
      // An answer of 401 is told as an error as well, and is none of the page's.
      if (source !== 'network' && level !== 'verbose') this.complaints.push(`${source}: ${text}`)
    })
    await this.#session.send('Log.enable')
    await context.exposeFunction('violated', (what: string) => this.complaints.push(what))
    await context.addInitScript(
      `addEventListener('securitypolicyviolation', (event) => violated(event.violatedDirective + ' ' + event.blockedURI))`,
    )
  }

  /** Width in pixels, and light or dark. */
  async look({ width, dark }: { readonly width: number; readonly dark: boolean }): Promise<void> {
    await this.page.setViewportSize({ width, height: 800 })
    await this.page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
  }

  /** An authenticator in the machine itself, whose user is there and agrees. */
  async addAuthenticator(): Promise<void> {
    await this.#session.send('WebAuthn.enable', { enableUI: false })
    await this.#session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...({ protocol: 'ctap2', transport: 'internal' } as const),
        ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
        automaticPresenceSimulation: true,
      },
    })
  }

  async goto(url: string): Promise<void> {
    // The same page with another fragment would not be loaded again.
    await this.page.goto('about:blank')
    await this.page.goto(url)
  }

  /** The value of an expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.#session.send('Runtime.evaluate', {
      ...{ expression, returnByValue: true },
    })
    return result.value
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
    const text = await this.evaluate('document.body.innerText')
    throw new Error(`Never came true: ${expression}. The page says: ${text}`)
  }

  /** Waits until the page says something. */
  says(words: string): Promise<void> {
    return this.until(`document.body?.innerText.includes(${JSON.stringify(words)})`)
  }

  fill(selector: string, text: string): Promise<void> {
    return this.page.fill(selector, text)
  }

  click(selector: string): Promise<void> {
    return this.page.click(selector, { noWaitAfter: true })
  }

  /** What keeps people from using the page, by WCAG 2.2 AA: what a person must mend, each with where. */
  async obstacles(): Promise<readonly string[]> {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(tags).analyze()
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((one) => one.html)}`,
    )
  }

  /** The whole page as a PNG. */
  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path, fullPage: true })
  }
}
