/** Whether an image is what was built: signatures, provenance, SBOM and VEX. */
export { assessSupplyChain } from './assessSupplyChain';
export { SUPPLY_CHAIN_CODES, type SupplyChainCode } from './codes';
export {
  NO_TRUST,
  parseSupplyChainTrust,
  supplyChainRulesSchema,
  unknownRoots,
} from './config';
export { matchesRepository } from './matchesRepository';
export { mergeTrust } from './mergeTrust';
export * from './types';
