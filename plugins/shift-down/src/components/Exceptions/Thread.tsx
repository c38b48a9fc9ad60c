import { Button, Text, TextAreaField } from '@backstage/ui';
import type {
  ExceptionDetail,
  ExceptionThreadEntry,
} from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { useText } from '../../hooks/useWords';
import { EntityLink, Time } from '../common';
import { ChangeFailed } from './ChangeFailed';
import { Said } from './Said';
import { useChange } from './useChange';
import { useExceptionWords } from './useExceptionWords';
import styles from './Exceptions.module.css';

/** Everything that was said and done, oldest first, and a place to say more. */
export function Thread(props: {
  exception: ExceptionDetail;
  onChanged: () => void;
}) {
  const { exception, onChanged } = props;
  const mayComment = exception.actions.some(
    ({ action, allowed }) => action === 'comment' && allowed,
  );
  return (
    <>
      <ol className={`${styles.plain} ${styles.thread}`}>
        {exception.thread.map(entry => (
          <li key={entry.hash} className={styles.stack}>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
      {mayComment && <Comment exception={exception} onChanged={onChanged} />}
    </>
  );
}

function Entry(props: { entry: ExceptionThreadEntry }) {
  const t = useText();
  const words = useExceptionWords();
  const { actor, action, at, text } = props.entry;
  return (
    <>
      <Text as="p">
        {actor ? (
          <EntityLink entityRef={actor.userRef} />
        ) : (
          t('exceptions.detail.thread.portal')
        )}{' '}
        {words.deed(action)} <Time at={at} />
      </Text>
      {text && <Said>{text}</Said>}
    </>
  );
}

function Comment(props: { exception: ExceptionDetail; onChanged: () => void }) {
  const t = useText();
  const { exception, onChanged } = props;
  const [text, setText] = useState('');
  const { change, busy, error } = useChange(exception.id, onChanged);
  const send = async () => {
    const done = await change('comment', {
      version: exception.version,
      text: text.trim(),
    });
    if (done) {
      setText('');
    }
  };
  return (
    <div className={styles.form}>
      <TextAreaField
        label={t('exceptions.detail.thread.write')}
        rows={3}
        maxLength={10_000}
        value={text}
        onChange={setText}
      />
      {error && <ChangeFailed error={error} onReload={onChanged} />}
      <div>
        <Button
          size="small"
          variant="secondary"
          isDisabled={busy || !text.trim()}
          onPress={send}
        >
          {t('exceptions.detail.thread.send')}
        </Button>
      </div>
    </div>
  );
}
