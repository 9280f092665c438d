// Step 6, PostgreSQL only: every change of what gateways hold in memory is announced, by the database
// itself, so that no code can forget to and a change by hand is announced as well. A later step that
// makes one of these tables anew must give it its trigger again.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../database.ts'

const ANNOUNCED = ['grant', 'hub', 'athom_account'] as const

export const announced: Migration = {
  up: async (database: Kysely<unknown>) => {
    if (!isPostgres(database)) return
    await sql`
      CREATE FUNCTION latchkey_announce() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE changed text;
      BEGIN
        IF TG_OP = 'DELETE' THEN changed := OLD.id; ELSE changed := NEW.id; END IF;
        PERFORM pg_notify('latchkey', json_build_object('table', TG_TABLE_NAME, 'id', changed)::text);
        RETURN NULL;
      END $$`.execute(database)
    for (const table of ANNOUNCED) {
      await sql`
        CREATE TRIGGER latchkey_announce AFTER INSERT OR UPDATE OR DELETE ON ${sql.table(table)}
        FOR EACH ROW EXECUTE FUNCTION latchkey_announce()`.execute(database)
    }
  },
}
