import type { Engine, SourceKind } from '../evidence';
import type { Area, Responsibility, Severity } from '../vocabulary';

/**
 * A pointer into a published standard. Numbering moves between versions, so a
 * benchmark is cited with its version.
 * @public
 */
export interface ControlReference {
  standard: 'pod-security' | 'cis' | 'nsa' | 'slsa' | 'kubescape' | 'nist';
  /** Version of the benchmark, where it has one. */
  version?: string;
  /** Check or control id in that standard. */
  id: string;
  url?: string;
}

/**
 * What of an engine's results bears on a control. Names are compared in full;
 * `*` stands for any run of characters.
 * @public
 */
export type ControlMatcher =
  | { type: 'policy'; engine: Engine; policy: string; rule?: string }
  | {
      type: 'vulnerability';
      severities: Severity[];
      /** `true`: only with a fixed version; `false`: only without. */
      fixable?: boolean;
    }
  /**
   * A severe vulnerability that the golden image brought: the platform's until a supported
   * release lacks it, from then on whoever's image is built on an older one.
   */
  | { type: 'base-vulnerability'; ownedBy: 'platform' | 'application' }
  | { type: 'end-of-life-os' }
  | { type: 'image'; check: 'pinned-by-digest' | 'no-latest-tag' };

/**
 * One expectation. The catalogue of them is data; config may switch off,
 * re-weight or re-assign, never redefine.
 * @public
 */
export interface Control {
  /** Stable, kebab-case; part of a finding's identity. */
  id: string;
  title: string;
  area: Area;
  responsibility: Responsibility;
  /** Weighs the control in the score. */
  severity: Severity;
  rationale: string;
  /** Names the field to change and what to set it to. */
  remediation: string;
  references: ControlReference[];
  matchers: ControlMatcher[];
  /** Kinds of source that can witness this control. */
  witnesses: SourceKind[];
  /**
   * What has to be configured for the control to be switched on: without it nothing
   * could ever speak about it. One that needs `provisioning` is judged on the namespaces
   * that the portal provisioned, and on no others.
   */
  needs?: 'registries' | 'golden-images' | 'uploads' | 'provisioning';
  /** What the control is judged on; a control without such a subject is not applicable. */
  appliesTo: 'workload' | 'namespace' | 'image';
}
