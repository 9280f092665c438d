// The control socket: the owner API for programs of the same user on the same machine. Who may open
// the file is the owner; the directory is 0700 and the socket 0600.
import { chmodSync, rmSync } from 'node:fs'
import type { Installation } from '../installation.ts'

/** The longest path of a socket on Linux is 107 bytes, on macOS 103. */
const MAX_SOCKET_PATH = 103

/**
 * Opens the control socket of an installation; it is closed with the installation. A socket file
 * left by a process that was killed is removed: the directory's lock says that it is dead.
 */
export async function openControlSocket(installation: Installation): Promise<void> {
  const path = installation.directory.controlSocket
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new Error(`The path of the data directory is too long for a socket: ${path}`)
  }
  rmSync(path, { force: true })
  const mask = process.umask(0o177)
  try {
    await installation.owner.listen({ path })
  } finally {
    process.umask(mask)
  }
  chmodSync(path, 0o600)
}
