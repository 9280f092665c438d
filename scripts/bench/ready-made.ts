// What owners set up by hand today, where it is installed: a proxy that asks a small service of its own
// whether a request may pass. One worker, keep-alive to the upstream, no log.
import { spawn } from 'node:child_process'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** Between which ports a proxy stands, and where its files are. */
export interface Between {
  readonly directory: string
  readonly file: string
  readonly port: number
  readonly asks: number
}

/** How a program is started. */
export interface Configured {
  readonly port: number
  readonly words: readonly string[]
  readonly text: string
}

interface ReadyMade {
  readonly program: string
  readonly configure: (between: Between) => Promise<Configured>
}

/** nginx with `auth_request`. */
export const NGINX: ReadyMade = {
  program: 'nginx',
  configure: async ({ directory, file, port, asks }) => {
    const own = await freePort()
    const text = `daemon off; master_process off; pid ${directory}/nginx.pid; error_log stderr crit;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000;
  client_body_temp_path ${directory}; proxy_temp_path ${directory}; fastcgi_temp_path ${directory};
  uwsgi_temp_path ${directory}; scgi_temp_path ${directory};
  upstream hub { server 127.0.0.1:${port}; keepalive 64; keepalive_requests 1000000; }
  upstream check { server 127.0.0.1:${asks}; keepalive 64; keepalive_requests 1000000; }
  server { listen 127.0.0.1:${own};
    location / { auth_request /check; proxy_pass http://hub; proxy_http_version 1.1; proxy_set_header Connection ""; }
    location = /check { internal; proxy_pass http://check; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_pass_request_body off; proxy_set_header Content-Length ""; } } }
`
    return { port: own, text, words: ['-p', directory, '-c', file] }
  },
}

/** Caddy with `forward_auth`. */
export const CADDY: ReadyMade = {
  program: 'caddy',
  configure: async ({ file, port, asks }) => {
    const own = await freePort()
    const text = `{
  admin off
  auto_https off
}
http://127.0.0.1:${own} {
  forward_auth 127.0.0.1:${asks} {
    uri /
  }
  reverse_proxy 127.0.0.1:${port}
}
`
    return { port: own, text, words: ['run', '--adapter', 'caddyfile', '--config', file] }
  },
}

/** Starts a program and waits until it takes connections. */
export async function startProgram(
  program: string,
  words: readonly string[],
  port: number,
): Promise<AsyncDisposable & { readonly pid: number }> {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'ignore'] })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`)
    await wait(20)
  }
  return {
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    const end = (is: boolean) => () => {
      socket.destroy()
      done(is)
    }
    socket.once('connect', end(true)).once('error', end(false))
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
