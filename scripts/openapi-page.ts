// The OpenAPI document of the owner API as a file: taken from an installation that is thrown away.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openInstallation } from '@latchkey/gateway'

/** The document, as JSON. */
export async function openApiPage(): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'latchkey-docs-'))
  try {
    await using installation = await openInstallation({ data })
    return `${JSON.stringify(installation.ownerApi.document, undefined, 2)}\n`
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}
