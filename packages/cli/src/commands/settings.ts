/** What a run is to do: the command line, laid over the settings of the platform. */
import { InputError } from '@backstage/errors';
import {
  parsePodSecurityLevel,
  type DockerfileOptions,
  type NamespaceBaselineOptions,
  type PodSecurityStandard,
} from '@shift-down/plugin-shift-down-policy';
import { readConfig, type LoadedConfig } from '../config/readConfig';
import { readGoldenImages } from '../config/readGoldenImages';
import type { Console } from '../console';
import { portalOf, type Portal } from '../portal';
import type { CheckOptions } from './checkOptions';

export interface Settings {
  podSecurity?: PodSecurityStandard;
  /** Folders, files and addresses of portals; none where no policies were chosen. */
  policies: string[];
  namespaceBaseline?: NamespaceBaselineOptions;
  buildFiles: DockerfileOptions;
  minorVersion?: number;
  defaultNamespace: string;
  cluster: string;
  portal?: Portal;
  token?: string;
  strict: boolean;
  failOnUnknown: boolean;
  /** In bytes. */
  maximumFileSize: number;
}

const MIB = 1024 * 1024;
/** In bytes. */
export const MAXIMUM_FILE_SIZE = 64 * MIB;

/** @throws InputError for what makes no sense. */
export function settingsOf(
  options: CheckOptions,
  { environment }: Console,
): Settings {
  const config = readConfig(options.config ?? environment.SHIFT_DOWN_CONFIG);
  forbidAcceptance(options, config);
  const token = options.token ?? environment.SHIFT_DOWN_TOKEN;
  const address =
    options.portal ?? environment.SHIFT_DOWN_PORTAL ?? config.portal;
  const policies = options.policies ?? config.policies ?? [];
  const baseline = options.namespaceBaseline ?? config.namespaceBaseline;
  const level = options.podSecurity ?? config.podSecurity;
  const nothingElse = policies.length === 0 && !baseline;
  const version = options.kubernetesVersion ?? config.kubernetesVersion;
  return {
    podSecurity:
      level || nothingElse
        ? parsePodSecurityLevel(level ?? 'restricted')
        : undefined,
    policies,
    namespaceBaseline: baseline
      ? {
          networkPolicyProvider: config.networkPolicyProvider,
          trusted: config.trusted,
        }
      : undefined,
    buildFiles: {
      goldenImages: options.goldenImages
        ? readGoldenImages(options.goldenImages)
        : config.goldenImages,
    },
    minorVersion: version === undefined ? undefined : minorVersionOf(version),
    defaultNamespace: options.namespace ?? 'default',
    cluster: options.cluster ?? config.cluster ?? '',
    portal: address ? portalOf(address, token) : undefined,
    token,
    strict: options.strict ?? config.strict ?? false,
    failOnUnknown: options.failOnUnknown ?? config.failOnUnknown ?? false,
    maximumFileSize: options.maxFileSize
      ? options.maxFileSize * MIB
      : MAXIMUM_FILE_SIZE,
  };
}

function forbidAcceptance(
  { accept, writeAccept }: CheckOptions,
  { acceptForbiddenBy }: LoadedConfig,
): void {
  if (acceptForbiddenBy && (accept || writeAccept)) {
    throw new InputError(
      `The platform forbids to accept findings (${acceptForbiddenBy}): fix them, or ask for an exception in the portal`,
    );
  }
}

/** @throws InputError for what is no version of Kubernetes. */
export function minorVersionOf(version: string): number {
  const minor = /^v?1\.(\d{1,3})(\.\d+)?$/.exec(version)?.[1];
  if (minor === undefined) {
    throw new InputError(
      `'${version}' is no version of Kubernetes: write it as 1.36`,
    );
  }
  return Number(minor);
}
