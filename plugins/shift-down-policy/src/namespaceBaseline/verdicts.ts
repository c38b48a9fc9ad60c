/** Short forms in which checks answer. */
import type { ObjectReference } from '@shift-down/plugin-shift-down-common';
import type { Evaluator, FieldPath, Verdict } from '../evaluation';
import type { NamespaceState, ObjectVerdict } from './types';

/** What is wrong, and the field to change if it is one of the object's own. */
export interface Wrong {
  message: string;
  field?: FieldPath;
}

/** Answers of one check about one object. */
export class Answer {
  readonly #check: Pick<Verdict, 'evaluator' | 'policy' | 'rule'>;
  readonly #object: ObjectReference;

  constructor(evaluator: Evaluator, rule: string, object: ObjectReference) {
    this.#check = { evaluator, policy: evaluator, rule };
    this.#object = object;
  }

  pass(): ObjectVerdict {
    return this.#verdict({ result: 'pass' });
  }

  unknown(reason: string): ObjectVerdict {
    return this.#verdict({ result: 'unknown', reason });
  }

  notApplicable(reason: string): ObjectVerdict {
    return this.#verdict({ result: 'not-applicable', reason });
  }

  /** @param message - In short, where it is not just all that is wrong. */
  fail(
    wrongs: Wrong[],
    culprits: ObjectReference[] = [],
    message = wrongs.map(wrong => wrong.message).join('; '),
  ): ObjectVerdict {
    return {
      ...this.#verdict({
        result: 'fail',
        message,
        violations: wrongs.map(wrong => ({
          component: '',
          field: wrong.field ?? [],
          message: wrong.message,
        })),
      }),
      culprits: culprits.length > 0 ? culprits : [this.#object],
    };
  }

  #verdict(outcome: Pick<Verdict, 'result'> & Partial<Verdict>): ObjectVerdict {
    return {
      object: this.#object,
      verdict: {
        ...this.#check,
        reason: '',
        message: '',
        violations: [],
        effect: 'advice',
        ...outcome,
      },
      culprits: [],
    };
  }
}

/** Answers of a check of the baseline about the namespace itself. */
export function aboutNamespace(state: NamespaceState, rule: string): Answer {
  return new Answer('namespace-baseline', rule, namespaceReference(state));
}

export function namespaceReference({ name }: { name: string }) {
  return { namespace: '', kind: 'Namespace', name };
}

const NAMES_SHOWN = 5;

/** `a, b and 3 more` */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN);
  const more = names.length - shown.length;
  if (more > 0) {
    return `${shown.join(', ')} and ${more} more`;
  }
  return shown.length > 1
    ? `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`
    : shown.join('');
}

/** `Deployment web` */
export function named({ kind, name }: { kind: string; name: string }): string {
  return `${kind} ${name}`;
}
