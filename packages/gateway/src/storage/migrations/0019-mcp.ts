// Step 19: the MCP server: audit rows say which tool a call came through, and an access token is for the MCP
// server or for the Homey itself. Tokens from before are for the Homey, and rows from before have no tool.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const mcp: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema.alterTable('audit').addColumn('tool', 'text').execute()
    await database.schema.alterTable('grant_token').addColumn('audience', 'text').execute()
  },
}
