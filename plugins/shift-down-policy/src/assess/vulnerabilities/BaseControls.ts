/** Which controls vulnerabilities of a golden base count towards. */
import {
  type Control,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type { VulnerabilityAttribution } from '../../vulnerabilities';

const SEVERE = new Set<Severity>(['critical', 'high', 'medium']);

export class BaseControls {
  /** By who owns what counts towards it. */
  readonly #byOwner = new Map<string, Control>();
  /** Controls on vulnerabilities by their severity. */
  readonly bySeverity: ReadonlySet<string>;

  /** @param controls - Those that are switched on. */
  constructor(controls: readonly Control[]) {
    const bySeverity = new Set<string>();
    for (const control of controls) {
      for (const matcher of control.matchers) {
        if (matcher.type === 'base-vulnerability') {
          this.#byOwner.set(matcher.ownedBy, control);
        } else if (matcher.type === 'vulnerability') {
          bySeverity.add(control.id);
        }
      }
    }
    this.bySeverity = bySeverity;
  }

  get all(): Iterable<Control> {
    return this.#byOwner.values();
  }

  ownedBy(owner: 'platform' | 'application'): Control | undefined {
    return this.#byOwner.get(owner);
  }

  /** Whether it can count towards one of them at all. */
  isSevere({ severity }: { severity: Severity }): boolean {
    return SEVERE.has(severity);
  }

  /**
   * The control that takes a vulnerability from the one on its severity: a severe one that
   * the base brought for certain, and that a release or else a fix does away with.
   */
  controlFor(
    { layer, isCertain, responsibility }: VulnerabilityAttribution,
    { severity, isFixable }: { severity: Severity; isFixable: boolean },
  ): Control | undefined {
    const isTaken =
      layer === 'base' &&
      isCertain &&
      SEVERE.has(severity) &&
      (responsibility === 'application' || isFixable);
    return isTaken ? this.#byOwner.get(responsibility) : undefined;
  }
}
