import { Alert, Button } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import { useState } from 'react';
import { messageOf } from '../../api/errors';
import { useText } from '../../hooks/useWords';
import styles from './Exceptions.module.css';

/** Something to save as a file. */
export interface Document {
  name: string;
  fileName: string;
  type: string;
  load: () => Promise<string>;
}

/**
 * Buttons that save documents. They are fetched rather than linked, because a link would
 * carry no credentials.
 */
export function Downloads(props: { label: string; documents: Document[] }) {
  const t = useText();
  const [busy, setBusy] = useState<string>();
  const [error, setError] = useState<Error>();

  const download = async ({ fileName, type, load }: Document) => {
    setBusy(fileName);
    setError(undefined);
    try {
      save(fileName, type, await load());
    } catch (caught) {
      setError(caught instanceof Error ? caught : new Error(String(caught)));
    } finally {
      setBusy(undefined);
    }
  };

  return (
    <>
      <div role="group" aria-label={props.label} className={styles.actions}>
        {props.documents.map(document => (
          <Button
            key={document.fileName}
            size="small"
            variant="secondary"
            iconStart={<RiDownloadLine />}
            isDisabled={busy === document.fileName}
            onPress={() => download(document)}
          >
            {document.name}
          </Button>
        ))}
      </div>
      {error && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('exceptions.downloads.failed')}
          description={messageOf(error)}
        />
      )}
    </>
  );
}

function save(fileName: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
