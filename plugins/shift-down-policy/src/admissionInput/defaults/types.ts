import type { JsonObject } from '../../evaluation/kubernetesObject';

/** Sets the defaults of one value of the type; those of what it holds come later. */
export type SetDefaults = (value: JsonObject, minorVersion: number) => void;

/** By name of the type in the table. */
export type TypeDefaults = Map<string, SetDefaults>;
