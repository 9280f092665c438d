// Values that are there at once or come later. A flow goes on at once wherever it can, so that what it
// did is in the effects when the operation that started it answers; only scripts make it wait.

/** Goes on with a value, or with the error that came instead of it. */
export function whenDone(
  work: () => unknown,
  done: (value: unknown) => void,
  failed: (error: unknown) => void,
): void {
  let value: unknown
  try {
    value = work()
  } catch (error) {
    failed(error)
    return
  }
  if (value instanceof Promise) value.then(done, failed)
  else done(value)
}

/** Goes on with several values, in their order, once all are there. */
export function whenAll<T>(values: readonly (T | Promise<T>)[], done: (values: T[]) => void): void {
  const present = values.filter((value): value is T => !(value instanceof Promise))
  if (present.length === values.length) done(present)
  else void Promise.all(values).then(done)
}
