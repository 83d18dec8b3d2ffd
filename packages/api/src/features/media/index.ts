export { mediaHeldBy, mediaOf, type StoredMedia, toMediaView } from './media.view.ts';
export { holdMedia, releaseMedia } from './media-use.ts';
