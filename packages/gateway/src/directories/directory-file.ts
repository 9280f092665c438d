// A directory: what somebody who reviews clients says of them, in one file that anybody can publish. It is believed
// because of who signed it, and for as long as it says.
import { z } from 'zod'
import { MANIFEST } from '../clients/manifest.ts'
import { isShownWhole } from '../clients/shown-text.ts'

const TIME = z.iso.datetime()
const TEXT = z.string().min(1).max(500).refine(isShownWhole)
/** A client whose id is the address of its metadata document. */
const ID = z.url({ protocol: /^https$/ }).max(500)

const LISTED = z.strictObject({
  id: ID.optional(),
  manifest: MANIFEST,
  logo: z.string().max(500).nullable().default(null),
  reviewed: TIME,
  findings: z.array(TEXT).max(100).readonly().default([]),
})

const SUSPENDED = z.strictObject({
  id: ID.optional(),
  name: TEXT,
  redirectUris: z.array(z.string().max(500)).max(20).readonly().default([]),
  because: TEXT,
  since: TIME,
})

/** What a directory says. */
export const DIRECTORY_FILE = z.strictObject({
  type: z.literal('latchkey-directory'),
  name: TEXT.max(60),
  /** It only ever grows, so that nobody can hand out an older one as new. */
  version: z.int().positive(),
  issued: TIME,
  /** Until when what it vouches for counts. What it suspends stays suspended. */
  expires: TIME,
  clients: z.array(LISTED).max(5_000).readonly(),
  suspended: z.array(SUSPENDED).max(5_000).readonly(),
})

/** A directory that was parsed. */
export type DirectoryFile = z.output<typeof DIRECTORY_FILE>
export type ListedClient = DirectoryFile['clients'][number]
export type SuspendedClient = DirectoryFile['suspended'][number]

/** The longest file, in bytes. */
export const MAX_DIRECTORY = 768 * 1024
