// The JSON Schema of `latchkey.json` as a file, for editors and other languages.
import { manifestSchema } from '@latchkey/gateway'

/** The schema, as JSON. */
export const manifestSchemaPage = (): string =>
  `${JSON.stringify(manifestSchema(), undefined, 2)}\n`
