import { ButtonIcon } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useCopy } from '../../hooks/useCopy';
import { useText } from '../../hooks/useWords';
import { shortDigest } from './format';
import styles from './SupplyChain.module.css';

/** A digest in short; the button copies all of it. */
export function Digest(props: { digest: string }) {
  const t = useText();
  const { outcome, copy } = useCopy(props.digest);
  return (
    <span className={styles.copy} title={props.digest}>
      {shortDigest(props.digest)}
      <ButtonIcon
        size="small"
        variant="tertiary"
        icon={
          outcome === 'done' ? (
            <RiCheckLine size={14} />
          ) : (
            <RiFileCopyLine size={14} />
          )
        }
        aria-label={
          outcome === 'action'
            ? t('states.copy.label', { what: props.digest })
            : t(`states.copy.${outcome}`)
        }
        onPress={copy}
      />
    </span>
  );
}
