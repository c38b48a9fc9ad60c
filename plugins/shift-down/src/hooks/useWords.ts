import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ENGINES, SOURCE_KINDS } from '@shift-down/plugin-shift-down-common';
import { useMemo } from 'react';
import { shiftDownTranslationRef } from '../translations/ref';

type MessageKey = keyof typeof shiftDownTranslationRef.T;

/** Texts with a count have several messages. */
type TextKey<Key extends MessageKey = MessageKey> =
  Key extends `${infer Text}_${'one' | 'other'}` ? Text : Key;

/** What a text interpolates is not checked: for so many of them it would take minutes. */
type Translate = (
  key: TextKey,
  values?: Record<string, string | number>,
) => string;

const KINDS = ['component', 'resource', 'api', 'system', 'domain'] as const;
const STANDARDS = [
  'pod-security',
  'cis',
  'nsa',
  'slsa',
  'kubescape',
  'nist',
] as const;

/** The plugin's texts. */
export function useText(): Translate {
  return useTranslationRef(shiftDownTranslationRef).t as Translate;
}

/** Words for values that the API leaves open, falling back on the value itself. */
export function useOpenWords() {
  const t = useText();
  return useMemo(() => {
    const kind = lookup(KINDS, id => t(`words.kind.${id}`));
    return {
      kind: (id: string) => kind(id.toLocaleLowerCase('en-US')),
      sourceKind: lookup(SOURCE_KINDS, id => t(`words.sourceKind.${id}`)),
      engine: lookup(ENGINES, id => t(`words.engine.${id}`)),
      standard: lookup(STANDARDS, id => t(`words.standard.${id}`)),
    };
  }, [t]);
}

function lookup<T extends string>(
  ids: readonly T[],
  word: (id: T) => string,
): (id: string) => string {
  const words = new Map<string, string>(ids.map(id => [id, word(id)]));
  return id => words.get(id) ?? id;
}
