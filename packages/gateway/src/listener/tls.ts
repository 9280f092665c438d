// The certificate of the listener: two files, read again when the gateway is told to.
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'

/** Where certificate (with its chain) and key are. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

/** What is in the files. */
export interface TlsMaterial {
  readonly cert: Buffer
  readonly key: Buffer
}

/** Reads both files. @throws Error saying which is missing, or that they do not belong together */
export function readTls(files: TlsFiles): TlsMaterial {
  const material = { cert: read(files.cert), key: read(files.key) }
  try {
    createSecureContext(material)
  } catch (error) {
    throw new Error(
      `${files.cert} and ${files.key} are not a certificate and its key, both in PEM.`,
      { cause: error },
    )
  }
  return material
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Error(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}
