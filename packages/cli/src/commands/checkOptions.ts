/** Options of `shift-down check` as the command line gives them. */
import type { FORMATS } from '../program';

export interface CheckOptions {
  podSecurity?: string;
  policies?: string[];
  namespaceBaseline?: boolean;
  goldenImages?: string;
  kubernetesVersion?: string;
  namespace?: string;
  cluster?: string;
  exceptions?: string;
  exceptionsKey?: string;
  portal?: string;
  token?: string;
  accept?: string;
  writeAccept?: string;
  config?: string;
  format?: (typeof FORMATS)[number];
  output?: string;
  strict?: boolean;
  failOnUnknown?: boolean;
  /** In MiB. */
  maxFileSize?: number;
}
