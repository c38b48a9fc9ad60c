/** What comes in: objects and build files, each with its place in a file. */
import type {
  FieldPath,
  KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';

/** Lines and columns count from 1; a column is a UTF-16 code unit. */
export interface Position {
  line: number;
  column: number;
}

/** One Kubernetes object as somebody wrote it. */
export interface Manifest {
  object: KubernetesObject;
  /** As shown to people: relative to the working folder where it lies in it; `-` is stdin. */
  file: string;
  /** Where the object begins. */
  readonly position: Position;
  /** What it was made from: a Helm template or the address of a Terraform resource. */
  origin?: string;
  /** Comments above the document that it stands in. */
  comment: string;
  /** Why values that are not there are not known; from Terraform plans. */
  withheld?: readonly string[];
  /** The place of a field, or of its nearest parent that is there. */
  locate(field: FieldPath): Position;
}

/** A Dockerfile or Containerfile. */
export interface BuildFile {
  file: string;
  text: string;
}

/** Something read that no evaluator could take. Never an error, and never a pass. */
export interface NotEvaluated extends Position {
  file: string;
  /** As in findings; empty where it is no object. */
  resource: string;
  reason: string;
}

/** Why something that should have been evaluated was not: the exit code is 2. */
export interface Problem {
  /** Empty where no file is concerned. */
  file: string;
  line?: number;
  column?: number;
  message: string;
}

/** Everything that was read. */
export interface Inputs {
  files: number;
  manifests: Manifest[];
  buildFiles: BuildFile[];
  notEvaluated: NotEvaluated[];
  problems: Problem[];
}
