// The requests that a hub has seen, for tests to look at: the last ten thousand, oldest first.

/** One request. `path` is as it was received; `status` is 0 if no answer was sent. */
export interface RequestSeen {
  readonly time: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly status: number
}

const LIMIT = 10_000

/** Adds a request and forgets the oldest ones beyond the limit. */
export function noteRequest(log: RequestSeen[], request: RequestSeen): void {
  log.push(request)
  if (log.length > LIMIT) log.splice(0, log.length - LIMIT)
}
