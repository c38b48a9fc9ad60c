/**
 * What a message says, and to whom. Nothing that somebody wrote is in it: it is shown, and
 * mailed perhaps, where nobody asks who may read it.
 */
import { parseEntityRef } from '@backstage/catalog-model';
import type {
  NotificationRecipients,
  NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import type { Severity } from '@shift-down/plugin-shift-down-common';
import type { DeciderRule } from '@shift-down/plugin-shift-down-policy';
import type { DueNotice } from '../../database/operations/exceptions/notices/selectDueNotices';
import type {
  NoticeDetail,
  NoticeOccasion,
} from '../../database/operations/exceptions/notices/storeNotice';

/** @returns `undefined` if there is nobody to tell. @internal */
export function composeNotice(
  notice: DueNotice,
  deciders: readonly DeciderRule[],
): NotificationSendOptions | undefined {
  const occasion = notice.occasion as NoticeOccasion;
  const detail: NoticeDetail = JSON.parse(notice.detail);
  const recipients = recipientsOf(notice, occasion, detail, deciders);
  return (
    recipients && {
      recipients,
      payload: {
        ...wordsOf(notice, occasion, detail),
        link: `/security/exceptions/${notice.exception_id}`,
        topic: 'shift-down.exceptions',
        // Sent once more, should we die in between, it takes the place of the first.
        scope: notice.id,
      },
    }
  );
}

function recipientsOf(
  { requester_ref, severity }: DueNotice,
  occasion: NoticeOccasion,
  { by }: NoticeDetail,
  deciders: readonly DeciderRule[],
): NotificationRecipients | undefined {
  const groups = deciders
    .filter(
      rule =>
        // An alert is for all of them.
        occasion === 'break-glass' ||
        rule.severities.length === 0 ||
        rule.severities.includes(severity as Severity),
    )
    .flatMap(rule => [rule.group, ...rule.deputies]);
  // What was found in a cluster has been asked for by nobody.
  const requester = requester_ref.startsWith('user:') ? [requester_ref] : [];
  const entityRef = [...new Set([...requester, ...groups])];
  return entityRef.length > 0
    ? { type: 'entity', entityRef, ...(by && { excludeEntityRef: by }) }
    : undefined;
}

function wordsOf(
  notice: DueNotice,
  occasion: NoticeOccasion,
  { again, cluster, state }: NoticeDetail,
): Pick<
  NotificationSendOptions['payload'],
  'title' | 'description' | 'severity'
> {
  const subject = nameOf(notice.entity_ref);
  const until = notice.active_until?.slice(0, 10);
  const where = cluster ? `Cluster ${cluster}` : 'An engine';
  switch (occasion) {
    case 'requested':
      return again
        ? {
            title: `An exception for ${subject} has to be looked at again`,
            description: 'What it reaches is not what was decided any more.',
            severity: 'normal',
          }
        : {
            title: `An exception for ${subject} is to be decided`,
            severity: 'normal',
          };
    case 'decided':
      return {
        title: `The exception for ${subject} was ${state ?? 'decided'}`,
        severity: 'normal',
      };
    case 'ending-14':
    case 'ending-3':
      return {
        title: `The exception for ${subject} ends on ${until}`,
        description: 'It ends by itself. To prolong it is a new decision.',
        severity: occasion === 'ending-3' ? 'high' : 'normal',
      };
    case 'enforcement-failed':
      return {
        title: `The exception for ${subject} has not reached its engine`,
        description: `${where} could not be told: what was approved may still be refused there.`,
        severity: 'high',
      };
    case 'overstaying':
      return {
        title: `The exception for ${subject} has ended, and may not be gone`,
        description: `${where} has not been seen to refuse again.`,
        severity: 'high',
      };
    default:
      return {
        title: `The glass was broken for ${subject}`,
        description:
          'One person let something through alone. Look at it: it lapses unless it is confirmed.',
        severity: 'critical',
      };
  }
}

function nameOf(entityRef: string): string {
  return entityRef === ''
    ? 'something in a cluster'
    : parseEntityRef(entityRef).name;
}
