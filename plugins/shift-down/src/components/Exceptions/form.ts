/** What the form holds, how it is filled before anybody types, and what it sends. */
import {
  ENGINES,
  EXCEPTION_CATEGORIES,
  OTHER_POLICIES_CONTROL_ID,
  VEX_JUSTIFICATIONS,
  type ExceptionCategory,
  type VexJustification,
} from '@shift-down/plugin-shift-down-common';
import type {
  ExceptionDetail,
  ExceptionDraft,
  ExceptionRequest,
  Finding,
} from '@shift-down/plugin-shift-down-common/client';
import { dayOf, endOfDay } from './days';

export type Expectation = ExceptionDraft['expectation'];
export type Scope = ExceptionDraft['scope'];

/** The fields of the form. */
export interface FormValues {
  type: ExceptionDraft['type'];
  expectation: Expectation;
  scope: Scope;
  /** A day; it holds until its end. */
  until: string;
  category: ExceptionCategory;
  justification: string;
  compensatingControls: string;
  ticket: string;
  vexJustification: VexJustification;
  evidence: string;
}

/** Days that are proposed where the limits allow more. */
export const USUAL_DAYS = 30;

export function emptyForm(expectation: Expectation, scope: Scope): FormValues {
  return {
    type: 'accepted-risk',
    expectation,
    scope,
    until: '',
    category: 'migration',
    justification: '',
    compensatingControls: '',
    ticket: '',
    vexJustification: VEX_JUSTIFICATIONS[0],
    evidence: '',
  };
}

/** A request once more: to change it, or to prolong what came of it. */
export function formOf(
  exception: ExceptionDetail,
  options: { keepEnd: boolean },
): FormValues {
  const { falsePositive } = exception;
  return {
    ...emptyForm(exception.expectation, exception.scope),
    type: exception.type,
    until: options.keepEnd ? dayOf(exception.until) : '',
    category:
      EXCEPTION_CATEGORIES.find(id => id === exception.category) ?? 'other',
    justification: exception.justification,
    compensatingControls: exception.compensatingControls,
    ticket: exception.ticket,
    vexJustification:
      VEX_JUSTIFICATIONS.find(id => id === falsePositive?.justification) ??
      VEX_JUSTIFICATIONS[0],
    evidence: falsePositive?.evidence ?? '',
  };
}

/** What can be meant by a finding, the likeliest first. */
export function expectationsOf(finding: Finding): Expectation[] {
  const { advisory, packageUrl, controlId, engine, policy, rule } = finding;
  if (finding.type === 'vulnerability') {
    return advisory
      ? [
          ...(packageUrl
            ? [{ type: 'vulnerability' as const, advisory, packageUrl }]
            : []),
          { type: 'vulnerability', advisory },
        ]
      : [];
  }
  const policies: Expectation[] =
    engine && policy
      ? [
          ...(rule ? [{ type: 'policy' as const, engine, policy, rule }] : []),
          { type: 'policy', engine, policy },
        ]
      : [];
  // What rolls up the rest is no control to except.
  return controlId && controlId !== OTHER_POLICIES_CONTROL_ID
    ? [{ type: 'control', control: controlId }, ...policies]
    : policies;
}

/** Exactly where a finding is, so that the request starts as narrow as can be. */
export function scopeOf(finding: Finding, entityRef: string): Scope {
  const { type, subject, repository } = finding;
  if (type === 'vulnerability') {
    return { entityRef, ...(repository && { repository }) };
  }
  if (!subject?.namespace || !subject.name) {
    return { entityRef };
  }
  const { cluster, namespace, kind, name, component } = subject;
  return {
    entityRef,
    ...(cluster && { cluster }),
    namespace,
    workload: { kind, name },
    ...(component && { container: component }),
  };
}

/** What a link asks for without naming a finding. */
export function expectationFrom(
  get: (name: string) => string | undefined,
): Expectation {
  const advisory = get('advisory');
  if (advisory) {
    const packageUrl = get('packageUrl');
    return {
      type: 'vulnerability',
      advisory,
      ...(packageUrl && { packageUrl }),
    };
  }
  const policy = get('policy');
  if (policy) {
    const rule = get('rule');
    return {
      type: 'policy',
      engine: get('engine') ?? ENGINES[0],
      policy,
      ...(rule && { rule }),
    };
  }
  const control = get('control');
  return { type: 'control', ...(control && { control }) };
}

/** Where a link wants it to hold. */
export function scopeFrom(
  get: (name: string) => string | undefined,
  entityRef: string,
): Scope {
  const [cluster, namespace, kind, name, container, repository] = [
    'cluster',
    'namespace',
    'workloadKind',
    'workload',
    'container',
    'repository',
  ].map(get);
  return {
    entityRef,
    ...(cluster && { cluster }),
    ...(namespace && { namespace }),
    ...(namespace && kind && name && { workload: { kind, name } }),
    ...(container && name && { container }),
    ...(repository && { repository }),
  };
}

/** Whether it is said what is not to be met, and for what. */
export function isComplete({ expectation, scope }: FormValues): boolean {
  const { type, control, engine, policy, advisory } = expectation;
  const said = {
    control: control,
    policy: engine && policy,
    vulnerability: advisory,
  }[type];
  return Boolean(said && scope.entityRef);
}

export function draftOf(values: FormValues, until: string): ExceptionDraft {
  return {
    type: values.type,
    expectation: values.expectation,
    scope: values.scope,
    ...(until && { until }),
  };
}

/** What is sent; empty fields stay out. */
export function requestOf(
  values: FormValues,
  options: { until?: string; from?: string; renews?: string } = {},
): ExceptionRequest {
  const compensatingControls = values.compensatingControls.trim();
  const ticket = values.ticket.trim();
  return {
    type: values.type,
    expectation: values.expectation,
    scope: values.scope,
    ...(options.from && { from: options.from }),
    until: options.until ?? endOfDay(values.until),
    category: values.category,
    justification: values.justification.trim(),
    ...(compensatingControls && { compensatingControls }),
    ...(ticket && { ticket }),
    ...(values.type === 'false-positive' && {
      falsePositive: {
        justification: values.vexJustification,
        evidence: values.evidence.trim(),
      },
    }),
    ...(options.renews && { renews: options.renews }),
  };
}

/** Fields that have to be filled and are not. */
export function missingFrom(
  values: FormValues,
  required: readonly ('ticket' | 'compensatingControls')[],
  /** Whether its end is chosen elsewhere. */
  ends: boolean,
) {
  return (
    [
      'until',
      'justification',
      'compensatingControls',
      'ticket',
      'evidence',
    ] as const
  ).filter(field => {
    switch (field) {
      case 'until':
        return !ends && !endOfDay(values.until);
      case 'evidence':
        return values.type === 'false-positive' && !values.evidence.trim();
      case 'justification':
        return !values.justification.trim();
      default:
        return required.includes(field) && !values[field].trim();
    }
  });
}
