export * from './billOfMaterials';
export * from './openVex';
export * from './provenance';
export * from './statement';
