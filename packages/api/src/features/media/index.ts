// Owns uploaded files: their rows, their bytes in the storage, and the record of what shows them (media_use). It never
// decides who may read what shows a file: slices above say so in SQL (open-files.ts), or sign its address.

export { completeImage } from './complete-image.ts';
export { eraseMedia } from './erase-media.ts';
export { mediaChanged } from './media.events.ts';
export { exportedFiles, exportedMedia } from './media.export.ts';
export { removeOrphans } from './media.jobs.ts';
export { mediaRoutes } from './media.routes.ts';
export { mediaHeldBy, mediaOf, type StoredMedia, toMediaView } from './media.view.ts';
export { holdMedia, placeMedia, releaseMedia } from './media-use.ts';
export { readFileLabel } from './read-file-label.ts';
