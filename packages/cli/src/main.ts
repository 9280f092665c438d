// Where the program begins. Everything global is taken hold of here and passed on.
import { runProgram } from './program.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stop.abort())
}
let hangup = () => stop.abort()
process.on('SIGHUP', () => hangup())
const onHangup = (listener: () => void) => {
  hangup = listener
}
// Started through an older Node, the launcher's end is told through the channel to it.
process.once('disconnect', () => stop.abort())
process.channel?.unref()
// A reader that goes away, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const { env: environment, stdin, stdout, stderr } = process
process.exitCode = await runProgram(
  process.argv.slice(2),
  { environment, stdin, stdout, stderr, onHangup },
  stop.signal,
)
