export { registerCsv, type RegisterRow } from './registerCsv';
