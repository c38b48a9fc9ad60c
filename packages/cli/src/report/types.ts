/** What a run says, as every format of output gets it. All free text is redacted. */
import type { Area, Severity } from '@shift-down/plugin-shift-down-common';
import type { Effect, Evaluator } from '@shift-down/plugin-shift-down-policy';
import type { NotEvaluated, Position, Problem } from '../input/types';

/** What was judged. */
export interface Resource {
  file: string;
  /** What the file was rendered from, or the address in a Terraform plan. */
  origin?: string;
  /** `Deployment/web`; the file itself where it is no object. */
  resource: string;
  /** Empty where it is no object. */
  apiVersion: string;
  kind: string;
  /** Empty for what lies in no namespace. */
  namespace: string;
  name: string;
}

/** One thing that fails or is not known. */
export interface Finding extends Resource, Position {
  /** The check: of a standard its id, else the name of the policy. */
  control: string;
  /** The control of the catalogue that it counts towards; `other-policies` for none. */
  catalogueControl: string;
  title: string;
  severity: Severity;
  area: Area;
  evaluator: Evaluator;
  policy: string;
  rule: string;
  /** Container, or empty. */
  component: string;
  /** `spec.containers[0].image`; empty for the whole object. */
  field: string;
  result: 'fail' | 'unknown';
  effect: Effect;
  /** What to change, with container, field and value. */
  message: string;
  /** What the API server would say; empty where it says nothing. */
  admissionMessage: string;
  /** Why it is unknown; empty for a fail. */
  reason: string;
  /** Whether --accept has it: still a fail, and not counted. */
  accepted: boolean;
  /** The exception over it: still a fail, and not counted until then. */
  exempt?: { id: string; until: string; approvers: string[] };
  /** What admission was assumed to be asked. */
  assumptions: readonly string[];
  /** Stable over lines, messages and versions of policies. */
  fingerprint: string;
  /** Whether it counts for the exit code. */
  counts: boolean;
}

/** One check that passed. */
export interface Passed extends Resource {
  control: string;
  evaluator: Evaluator;
  policy: string;
  rule: string;
}

/**
 * What it all comes to. Nothing fails and all is known if it is `clean`; something fails,
 * and none of it counts, if it is `tolerated`.
 */
export type Conclusion =
  | 'clean'
  | 'tolerated'
  | 'findings'
  | 'unknown'
  | 'could-not-evaluate';

export interface Summary {
  conclusion: Conclusion;
  exitCode: 0 | 1 | 2;
  files: number;
  /** Objects and build files that were read. */
  resources: number;
  /** Checks by what they came to. */
  checks: { pass: number; fail: number; unknown: number };
  /** Findings that fail and count. */
  failing: number;
  /** Findings that fail and would only be warned of or audited. */
  warnings: number;
  unknown: number;
  accepted: number;
  exempt: number;
  notEvaluated: number;
  problems: number;
}

export interface Report {
  findings: Finding[];
  notEvaluated: NotEvaluated[];
  problems: Problem[];
  /** What holds for the whole run: versions, levels, namespaces that are assumed. */
  assumptions: string[];
  summary: Summary;
  passed: Passed[];
}
