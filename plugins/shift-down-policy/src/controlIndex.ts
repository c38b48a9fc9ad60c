/** Which control of the catalogue a result of an engine bears on. */
import { InputError } from '@backstage/errors';
import {
  ENGINES,
  OTHER_POLICIES_CONTROL_ID,
  SEVERITIES,
  SOURCE_KINDS,
  type Control,
  type ControlMatcher,
  type Engine,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import { PolicyMatchers } from './PolicyMatchers';

type MatcherOf<T extends ControlMatcher['type']> = Extract<
  ControlMatcher,
  { type: T }
>;

/** A property of a container's image that is judged from the workload alone. @public */
export type ImageCheck = Extract<ControlMatcher, { type: 'image' }>['check'];

/** Finds the control that evidence counts towards. @public */
export interface ControlIndex {
  readonly controls: readonly Control[];
  /** Each control that some vulnerability counts towards. */
  readonly vulnerabilityControls: readonly Control[];
  /** The control on end-of-life operating systems, if there is one. */
  readonly endOfLifeOs?: Control;
  /** The control that each check of an image counts towards. */
  readonly imageChecks: ReadonlyMap<ImageCheck, Control>;
  /** The control that takes what no other covers. */
  readonly other: Control;
  /** The control covering a policy's result, or {@link ControlIndex.other}. */
  forPolicy(result: { engine: Engine; policy: string; rule: string }): Control;
  /** The control covering a vulnerability, or {@link ControlIndex.other}. */
  forVulnerability(vulnerability: {
    severity: Severity;
    fixable: boolean;
  }): Control;
}

/**
 * Indexes a catalogue. Give it every control, those that config switched off too:
 * a switched-off control still owns its results, which otherwise would turn up under
 * {@link ControlIndex.other}.
 *
 * @throws InputError if two controls share an id or a matcher, if a matcher, kind or
 * severity is not known, or if the control that takes the rest is missing.
 * @public
 */
export function createControlIndex(controls: readonly Control[]): ControlIndex {
  const byId = new Map<string, Control>();
  const policies = new PolicyMatchers();
  const vulnerabilities: [MatcherOf<'vulnerability'>, Control][] = [];
  const imageChecks = new Map<ImageCheck, Control>();
  const baseVulnerabilities = new Map<string, Control>();
  let endOfLifeOs: Control | undefined;

  for (const control of controls) {
    validate(control);
    if (byId.has(control.id)) {
      throw new InputError(
        `Two controls have the id '${control.id}': give one of them another`,
      );
    }
    byId.set(control.id, control);

    for (const matcher of control.matchers) {
      switch (matcher.type) {
        case 'policy':
          policies.add(matcher, control);
          break;
        case 'vulnerability':
          vulnerabilities.push([matcher, control]);
          break;
        case 'base-vulnerability':
          baseVulnerabilities.set(
            matcher.ownedBy,
            only(
              baseVulnerabilities.get(matcher.ownedBy),
              control,
              'base-vulnerability',
            ),
          );
          break;
        case 'end-of-life-os':
          endOfLifeOs = only(endOfLifeOs, control, 'end-of-life-os');
          break;
        case 'image':
          imageChecks.set(
            matcher.check,
            only(imageChecks.get(matcher.check), control, matcher.check),
          );
          break;
        default:
          throw new InputError(
            `Control '${control.id}' has a matcher of unknown type '${
              (matcher as { type: string }).type
            }': use policy, vulnerability, base-vulnerability, end-of-life-os or image`,
          );
      }
    }
  }

  const other = byId.get(OTHER_POLICIES_CONTROL_ID);
  if (!other) {
    throw new InputError(
      `The control catalogue has no '${OTHER_POLICIES_CONTROL_ID}': it takes what no other control covers, so keep it and switch it off in config if need be`,
    );
  }

  return {
    controls,
    vulnerabilityControls: [...new Set(vulnerabilities.map(([, c]) => c))],
    endOfLifeOs,
    imageChecks,
    other,
    forPolicy: result => policies.find(result) ?? other,
    forVulnerability: ({ severity, fixable }) =>
      vulnerabilities.find(
        ([matcher]) =>
          matcher.severities.includes(severity) &&
          (matcher.fixable === undefined || matcher.fixable === fixable),
      )?.[1] ?? other,
  };
}

function validate({ id, severity, witnesses, matchers }: Control) {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new InputError(
      `Control id '${id}' must be kebab-case: lower-case words joined by hyphens`,
    );
  }
  if (severity === 'unknown' || !SEVERITIES.includes(severity)) {
    throw new InputError(
      `Control '${id}' has severity '${severity}': use critical, high, medium, low or info`,
    );
  }
  const stranger = witnesses.find(kind => !SOURCE_KINDS.includes(kind));
  if (stranger) {
    throw new InputError(
      `Control '${id}' names the unknown kind '${stranger}' as a witness: use one of ${SOURCE_KINDS.join(
        ', ',
      )}`,
    );
  }
  for (const matcher of matchers) {
    if (matcher.type === 'policy' && !ENGINES.includes(matcher.engine)) {
      throw new InputError(
        `Control '${id}' matches the unknown engine '${
          matcher.engine
        }': use one of ${ENGINES.join(', ')}`,
      );
    }
  }
}

function only(taken: Control | undefined, control: Control, what: string) {
  if (taken) {
    throw new InputError(
      `Controls '${taken.id}' and '${control.id}' both match ${what}: leave it to one of them`,
    );
  }
  return control;
}
