export { AdviceView } from './AdviceView';
export { Digest } from './Digest';
export { Due } from './Due';
export { Facts } from './Facts';
export { formatSize, shortDigest, sum } from './format';
export { Section } from './Section';
export { hasAny, SeverityCounts } from './SeverityCounts';
export { StatusLabel, StatusWords } from './StatusWords';
export {
  ProvenanceLabel,
  SbomLabel,
  VerdictLabel,
  VerdictReason,
} from './VerdictWords';
export { SuppressedLabel } from './SuppressedLabel';
export { VexView } from './VexView';
export type * from './types';
