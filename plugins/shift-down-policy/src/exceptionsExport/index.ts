export { exceptionFor, type ExemptionQuery } from './exceptionFor';
export { readExceptionsExport } from './readExceptionsExport';
export {
  EXCEPTIONS_EXPORT_ALGORITHMS,
  EXCEPTIONS_EXPORT_FORMAT,
  EXCEPTIONS_EXPORT_TYPE,
  type ExceptionsExport,
  type ExportedException,
} from './schema';
