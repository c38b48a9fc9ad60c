import { SEVERITIES } from '@shift-down/plugin-shift-down-common';
import {
  NOBODY,
  whyNotDecide,
  type ExceptionRules,
} from '@shift-down/plugin-shift-down-policy';
import type { ExceptionViewer } from '../../../database/operations/exceptions/views';
import type { Readable } from '../../../database/operations/serve/readScope';
import type { ExceptionReader } from '../ExceptionCatalog';

/** Somebody as lists are made for them. @internal */
export function viewerOf(
  { actor, identity, mayDecide }: ExceptionReader,
  rules: ExceptionRules,
): ExceptionViewer {
  const decides = mayDecide
    ? SEVERITIES.filter(
        severity =>
          whyNotDecide(
            actor,
            { requester: NOBODY, lastEditor: NOBODY, severity },
            { rules, subjectOwners: [] },
          ) === undefined,
      )
    : [];
  return {
    userRefs: identity.userRefs,
    subjects: identity.subjects,
    ownership: identity.ownership,
    decides,
  };
}

/** Entities whose exceptions somebody may read. @internal */
export function readableExceptions(reader: ExceptionReader): Readable {
  return reader.mayDecide ? 'everything' : reader.entities;
}
