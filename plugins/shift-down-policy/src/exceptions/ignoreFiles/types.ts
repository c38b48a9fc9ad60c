/** A vulnerability that somebody told a scanner to be silent about. @public */
export interface IgnoreItem {
  advisory: string;
  /** Without version and qualifiers; every package where neither this nor a name is given. */
  packageUrl?: string;
  /** Where the file gives no more than that; look for the package among what is found. */
  packageName?: string;
  /** ISO 8601; unset for what never ends. */
  until?: string;
  /** Why, in the file's words; empty where it says nothing. */
  statement: string;
}

/** @public */
export interface IgnoreFile {
  items: IgnoreItem[];
  /** Sentences: what was left out, and why. */
  problems: string[];
}

/** The text formats that are read. @public */
export type IgnoreFileFormat = 'trivy' | 'trivy-yaml' | 'grype';
