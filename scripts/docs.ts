// Writes the pages that are made from code; with `--check` it says which of them are out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { attackCasesPage } from './attack-cases-page.ts'
import { credentialsPage } from './credentials-page.ts'
import { manifestSchemaPage } from './manifest-schema-page.ts'
import { openApiPage } from './openapi-page.ts'
import { permissionsPage } from './permissions-page.ts'

const PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/attack-cases.md': attackCasesPage,
  'docs/credentials.md': credentialsPage,
  'docs/permissions.md': permissionsPage,
  'docs/openapi.json': openApiPage,
  'docs/latchkey.schema.json': manifestSchemaPage,
}

const check = process.argv.includes('--check')
for (const [file, make] of Object.entries(PAGES)) {
  const path = resolve(import.meta.dirname, '..', file)
  const page = await make()
  if (existsSync(path) && readFileSync(path, 'utf8') === page) continue
  if (check) {
    console.error(`${file} is out of date. Run: npm run docs`)
    process.exitCode = 1
  } else {
    writeFileSync(path, page)
    console.log(`wrote ${file}`)
  }
}
