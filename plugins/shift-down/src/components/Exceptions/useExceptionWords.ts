import {
  ENFORCEMENT_TARGETS,
  EXCEPTION_ACTIONS,
  EXCEPTION_CATEGORIES,
  VEX_JUSTIFICATIONS,
} from '@shift-down/plugin-shift-down-common';
import type { ExceptionDraft } from '@shift-down/plugin-shift-down-common/client';
import { useMemo } from 'react';
import { useOpenWords, useText } from '../../hooks/useWords';

/** Expectation, scope and open vocabularies of exceptions as people read them. */
export function useExceptionWords() {
  const t = useText();
  const { engine } = useOpenWords();
  return useMemo(() => {
    const targets = new Map<string, string>(
      ENFORCEMENT_TARGETS.map(id => [
        id,
        t(`exceptions.detail.engines.targets.${id}`),
      ]),
    );
    const categories = new Map<string, string>(
      EXCEPTION_CATEGORIES.map(id => [id, t(`exceptions.category.${id}`)]),
    );
    const justifications = new Map<string, string>(
      VEX_JUSTIFICATIONS.map(id => [id, t(`exceptions.vex.${id}`)]),
    );
    const deeds = new Map<string, string>([
      ...EXCEPTION_ACTIONS.map(
        id => [id, t(`exceptions.detail.thread.words.${id}`)] as const,
      ),
      ['enforce', t('exceptions.detail.thread.words.enforce')],
    ]);
    const expectation = (asked: ExceptionDraft['expectation']): string => {
      switch (asked.type) {
        case 'control':
          return t('exceptions.what.control', { control: asked.control ?? '' });
        case 'policy': {
          const words = {
            engine: engine(asked.engine ?? ''),
            policy: asked.policy ?? '',
          };
          return asked.rule
            ? t('exceptions.what.rule', { ...words, rule: asked.rule })
            : t('exceptions.what.policy', words);
        }
        default: {
          const { advisory = '', packageUrl } = asked;
          return packageUrl
            ? t('exceptions.what.package', { advisory, package: packageUrl })
            : t('exceptions.what.advisory', { advisory });
        }
      }
    };
    const scope = (asked: ExceptionDraft['scope']): string =>
      [
        asked.repository &&
          t('exceptions.where.repository', { name: asked.repository }),
        asked.cluster && t('exceptions.where.cluster', { name: asked.cluster }),
        asked.namespace &&
          t('exceptions.where.namespace', { name: asked.namespace }),
        asked.workload && t('exceptions.where.workload', asked.workload),
        asked.container &&
          t('exceptions.where.container', { name: asked.container }),
      ]
        .filter(Boolean)
        .join(', ') || t('exceptions.where.everywhere');
    return {
      expectation,
      scope,
      target: (id: string) => targets.get(id) ?? id,
      category: (id: string) => categories.get(id) ?? id,
      justification: (id: string) => justifications.get(id) ?? id,
      deed: (id: string) => deeds.get(id) ?? id,
    };
  }, [t, engine]);
}
