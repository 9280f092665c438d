// All tools, in the order in which they are listed.
import type { Tool } from '../tool.ts'
import { readDevices, setDevices } from './devices.ts'
import { find, overview } from './overview.ts'

/** The table. */
export const TOOLS: readonly Tool[] = [overview, find, readDevices, setDevices]
