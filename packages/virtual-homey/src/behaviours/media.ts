// Images, which are listed here and fetched from `/api/image/:id`, and videos, which no camera has.
import { notFound } from '../hub-error.ts'
import { documented, type Rows, text } from './behaviour.ts'
import { listOf } from './item-rows.ts'

export const images: Rows = { getImages: listOf('images') }

const noVideo = documented('no camera here has a stream', (call) => {
  throw notFound('Video', text(call, 'id'))
})

export const videos: Rows = {
  getVideos: documented('no camera here has a stream', () => ({})),
  videoOffer: noVideo,
  videoKeepAlive: noVideo,
  getVideoUrl: noVideo,
}
