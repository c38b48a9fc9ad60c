/** The platform's golden images: what is declared, what is built on them, and how far behind. */
export { createGoldenIndex } from './createGoldenIndex';
export { discoverReleases } from './discoverReleases';
export { goldenStatusInWords } from './goldenStatusInWords';
export { goldenStatusOf, isRetired, newestSupported } from './goldenStatusOf';
export { joinGoldenImages, parseGoldenImages } from './parseGoldenImages';
export { GOLDEN_IMAGE_API_VERSION } from './schema';
export { supportStateOf } from './supportStateOf';
export { traceLineage, type ProvenMaterials } from './traceLineage';
export * from './types';
export { fromLineOf, upgradeAdvice } from './upgradeAdvice';
