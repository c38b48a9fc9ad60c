/** What pipelines upload, read. */
export { detectFormat, parseUpload } from './parseUpload';
export { readUpload, type ReadUpload } from './readUpload';
export {
  UPLOAD_FORMATS,
  type IgnoredPart,
  type ParsedUpload,
  type UploadFormat,
  type UploadSubject,
} from './types';
