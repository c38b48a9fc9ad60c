/** Who says that a vulnerability is none, and whether we believe it. */
export { createVexIndex, decideVex, type VexIndex } from './decideVex';
export { matchVex } from './matchVex';
export { parseVex, type ParseVexOptions } from './parseVex';
export { trustVex, type VexProof } from './trustVex';
