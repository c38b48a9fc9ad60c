/** What can be asked for at all: something named in full, which an exception can be about. */
import {
  OTHER_POLICIES_CONTROL_ID,
  type ExceptionExpectation,
  type ExceptionScope,
} from '@shift-down/plugin-shift-down-common';
import { normalisePackageUrl } from '../../packageUrl';
import type { ExceptionContent } from '../types';
import { refusal, type Refusal } from './refusal';

/** Why nothing can be excepted in such words, whoever asks; `undefined` if it can. @public */
export function whyNotMeant(
  content: Pick<ExceptionContent, 'expectation' | 'scope'>,
): Refusal | undefined {
  const { expectation, scope } = content;
  return (
    whyNotNamed({ ...expectation, ...scope.workload, ...scope }) ??
    whyNotExpected(expectation) ??
    whyNotInScope(expectation, scope)
  );
}

/** Names are meant in full: an engine would take these signs for patterns. */
function whyNotNamed(fields: object): Refusal | undefined {
  for (const [field, value] of Object.entries(fields)) {
    if (typeof value === 'string') {
      if (!value.trim()) {
        return refusal(
          'missing-field',
          `The ${inWords(field)} is empty. Name it, or leave it out.`,
        );
      }
      if (/[*?]/.test(value)) {
        return refusal(
          'not-for-this',
          `The ${inWords(
            field,
          )} ${value} has a wildcard, or more than a name. Name one thing in full; ask for each on its own.`,
        );
      }
    }
  }
  return undefined;
}

function whyNotExpected(
  expectation: ExceptionExpectation,
): Refusal | undefined {
  if (
    expectation.type === 'control' &&
    expectation.control === OTHER_POLICIES_CONTROL_ID
  ) {
    return refusal(
      'not-for-this',
      'Other policies are whatever no control covers, and nobody can approve that. Name the policy.',
    );
  }
  if (expectation.type === 'vulnerability' && expectation.packageUrl) {
    const normalised = normalisePackageUrl(expectation.packageUrl);
    if (normalised !== expectation.packageUrl) {
      return refusal(
        'not-for-this',
        `A vulnerability is one of a package, whatever its version. Name it as ${normalised}.`,
      );
    }
  }
  return undefined;
}

function whyNotInScope(
  expectation: ExceptionExpectation,
  { cluster, namespace, workload, container, repository }: ExceptionScope,
): Refusal | undefined {
  if (expectation.type === 'vulnerability') {
    return cluster || namespace || workload || container
      ? refusal(
          'not-for-this',
          'A vulnerability belongs to an image wherever that runs. Narrow it by image repository.',
        )
      : undefined;
  }
  if (repository) {
    return refusal(
      'not-for-this',
      'Only vulnerabilities are narrowed by image repository. Name a namespace or a workload.',
    );
  }
  if (workload && !namespace) {
    return refusal(
      'missing-field',
      'A workload is one of a namespace. Name the namespace as well.',
    );
  }
  return container && !workload
    ? refusal(
        'missing-field',
        'A container is one of a workload. Name the workload as well.',
      )
    : undefined;
}

const WORDS: Record<string, string> = {
  entityRef: 'entity',
  packageUrl: 'package URL',
  kind: 'kind of the workload',
  name: 'name of the workload',
  repository: 'image repository',
};

function inWords(field: string): string {
  return WORDS[field] ?? field;
}
