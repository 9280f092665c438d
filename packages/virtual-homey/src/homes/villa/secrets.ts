// Recognisable fake secrets, by the dozen.

/** `SECRET-<what>-1`, `SECRET-<what>-2`, …, in the forms that real settings use. */
export function numberedSecrets(what: string, count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => {
    const secret = `SECRET-${what}-${index + 1}`
    if (index % 4 === 1) return { token: secret, expires: 3600 }
    if (index % 4 === 2) return `Bearer ${secret}`
    return index % 4 === 3 ? `https://user:${secret}@casa.example/` : secret
  })
}
