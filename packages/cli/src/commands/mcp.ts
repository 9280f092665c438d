// `latchkey mcp`: the MCP server over standard input and output, for clients that start it.
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { isPrivate, McpBridge } from '../mcp-bridge.ts'
import type { Terminal } from '../terminal.ts'

interface McpOptions {
  readonly url: string
  readonly keyEnv: string
  readonly insecureHttp?: boolean
}

/** Adds the command to the program; it runs until standard input ends, or until `stop`. */
export function mcpCommand(program: Command, terminal: Terminal, stop: AbortSignal): void {
  program
    .command('mcp')
    .description('the MCP server over standard input and output, with a key, for AI agents')
    .option('--url <url>', 'the gateway', 'http://127.0.0.1:8420')
    .option('--key-env <variable>', 'the variable that the key is in', 'LATCHKEY_KEY')
    .option('--insecure-http', 'send the key in clear text over the network all the same')
    .action((options: McpOptions) => bridge(terminal, options, stop))
}

async function bridge(terminal: Terminal, options: McpOptions, stop: AbortSignal): Promise<void> {
  const key = terminal.environment[options.keyEnv]?.trim() ?? ''
  if (key === '') throw usage(`Put the key into the variable ${options.keyEnv}.`)
  const parsed = URL.parse(options.url)
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw usage('--url must be a whole address, such as http://127.0.0.1:8420')
  }
  if (!isPrivate(options.url) && !options.insecureHttp) {
    throw usage(`At ${parsed.origin} others could read the key. Use https, or --insecure-http.`)
  }
  const write = (line: string) => void terminal.stdout.write(line)
  const bridged = new McpBridge({ url: parsed.origin, key, write })
  const lines = createInterface({ input: terminal.stdin, signal: stop })
  lines.on('line', (line) => bridged.take(line))
  await new Promise<void>((done) => lines.once('close', done))
  if (!stop.aborted) await bridged.settled()
}

const usage = (message: string): CommandError =>
  new CommandError(EXIT.usage, 'invalid_request', message)
