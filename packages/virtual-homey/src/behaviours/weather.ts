// The weather: always the same mild day, as nobody tells this hub of another.
import { documented, type Rows } from './behaviour.ts'

const NO_SKY = 'the weather comes from Athom, which this hub does not reach'

export const weather: Rows = {
  getWeather: documented(NO_SKY, () => ({
    ...{ temperature: 12, humidity: 0.71, pressure: 1.013, state: 'clouds' },
    units: { temperature: '°C', pressure: 'bar' },
  })),
  getWeatherHourly: documented(NO_SKY, () => []),
}
