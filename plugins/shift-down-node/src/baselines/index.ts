export {
  readBaselines,
  type BaselineFolder,
  type BaselinesRead,
  type ReadBaselinesOptions,
} from './readBaselines';
