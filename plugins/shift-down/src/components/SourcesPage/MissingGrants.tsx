import { Text } from '@backstage/ui';
import {
  SOURCE_KINDS,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import { Document, visit } from 'yaml';
import { useOpenWords, useText } from '../../hooks/useWords';
import { Snippet } from '../common';
import type { Cluster } from './clusters';
import { rulesFor } from './grants';
import styles from './SourcesPage.module.css';

/** What to paste into the collector's role, where it may not read something. */
export function MissingGrants(props: { cluster: Cluster }) {
  const t = useText();
  const words = useOpenWords();
  const forbidden = props.cluster.sources
    .filter(({ state }) => state === 'forbidden')
    .map(({ kind }) => kind);
  if (forbidden.length === 0) {
    return null;
  }
  const known = forbidden.filter(isSourceKind);
  const others = forbidden.filter(kind => !isSourceKind(kind));
  return (
    <section className={styles.stack}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('sources.grant.title')}
      </Text>
      <Text as="p">{t('sources.grant.text')}</Text>
      {known.length > 0 && (
        <Snippet label={t('sources.grant.label')}>{rulesAsYaml(known)}</Snippet>
      )}
      {others.length > 0 && (
        <Text as="p">
          {t('sources.grant.other', {
            kinds: others.map(words.sourceKind).join(', '),
          })}
        </Text>
      )}
    </section>
  );
}

/** As roles are usually written: one line for each list. */
function rulesAsYaml(kinds: SourceKind[]): string {
  const document = new Document(rulesFor(kinds));
  visit(document, {
    Seq: (key, list) => {
      list.flow = key === 'value';
    },
  });
  return document.toString({ flowCollectionPadding: false });
}

function isSourceKind(kind: string): kind is SourceKind {
  return SOURCE_KINDS.some(known => known === kind);
}
