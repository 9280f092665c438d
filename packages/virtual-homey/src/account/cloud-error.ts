// A refusal of Athom's cloud: an OAuth error code and a sentence. Clients act on the code: exactly
// `invalid_token` makes the official one refresh its token and try again.

export class CloudError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, description: string) {
    super(description)
    this.name = 'CloudError'
    this.status = status
    this.code = code
  }
}
