// When the sun rises and sets, to about a minute: enough to start a flow. The equation of time and
// the declination are the usual approximations by the day of the year.

export interface Place {
  readonly latitude: number
  readonly longitude: number
}

export interface SunTimes {
  /** `undefined` where the sun does not rise or set on that day. */
  readonly sunrise: Date | undefined
  readonly sunset: Date | undefined
}

const DAY = 24 * 60 * 60 * 1000
const RADIANS = Math.PI / 180
/** The sun's upper edge, seen through the air, is on the horizon when its middle is this far down. */
const HORIZON = -0.833

/** The sun over a place on the UTC day that a moment lies in. */
export function sunTimes(moment: Date, { latitude, longitude }: Place): SunTimes {
  const midnight = Math.floor(moment.getTime() / DAY) * DAY
  const year = Date.UTC(moment.getUTCFullYear(), 0, 0)
  const turn = (2 * Math.PI * ((midnight - year) / DAY - 81)) / 365
  const declination = 23.45 * Math.sin(turn) * RADIANS
  const equation = 9.87 * Math.sin(2 * turn) - 7.53 * Math.cos(turn) - 1.5 * Math.sin(turn)
  const noon = midnight + (720 - 4 * longitude - equation) * 60_000
  const height = Math.sin(HORIZON * RADIANS) - Math.sin(latitude * RADIANS) * Math.sin(declination)
  const ratio = height / (Math.cos(latitude * RADIANS) * Math.cos(declination))
  if (Math.abs(ratio) > 1) return { sunrise: undefined, sunset: undefined }
  const half = (Math.acos(ratio) / RADIANS) * 4 * 60_000
  return { sunrise: new Date(noon - half), sunset: new Date(noon + half) }
}
