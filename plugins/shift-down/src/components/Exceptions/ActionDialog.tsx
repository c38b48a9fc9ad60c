import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
  TextAreaField,
} from '@backstage/ui';
import type {
  ExceptionChange,
  ExceptionDetail,
} from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { useText } from '../../hooks/useWords';
import { formatDay } from '../common';
import {
  bindsContent,
  needsText,
  textLabel,
  type DialogAction,
} from './actions';
import { ChangeFailed } from './ChangeFailed';
import { OfferFields, offerOf, type Offer } from './OfferFields';
import { RadiusView } from './RadiusView';
import { EffectiveScopeView } from './ScopeView';
import { useChange } from './useChange';
import styles from './Exceptions.module.css';

/** Asks for the words that go with an action, shows what it binds, and does it. */
export function ActionDialog(props: {
  action: DialogAction;
  /** As it was looked at; whatever it is by now, this is what is acted on. */
  exception: ExceptionDetail;
  onChanged: () => void;
  onClose: () => void;
}) {
  const t = useText();
  const { action, exception, onChanged, onClose } = props;
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const [offer, setOffer] = useState<Offer>(() => offerOf(exception));
  const { change, busy, error } = useChange(exception.id, onChanged);
  const words = text.trim();
  const missing = needsText(action) && !words;

  const submit = async () => {
    setTried(true);
    if (missing) {
      return;
    }
    const details: ExceptionChange = {
      version: exception.version,
      ...(words && { text: words }),
      ...(bindsContent(action) &&
        exception.contentHash && { contentHash: exception.contentHash }),
      ...(action === 'propose' && {
        from: exception.from,
        until: offer.until,
        scope: offer.scope,
      }),
    };
    if (await change(action, details)) {
      onClose();
    }
  };

  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()} width="40rem">
      <DialogHeader>{t(`exceptions.detail.actions.${action}`)}</DialogHeader>
      <DialogBody>
        <div className={styles.form}>
          <Text as="p">
            {t(`exceptions.detail.actions.hint.${action}`, {
              day: formatDay(exception.until),
            })}
          </Text>
          {bindsContent(action) && <Bound exception={exception} />}
          {action === 'propose' && (
            <OfferFields
              exception={exception}
              offer={offer}
              onChange={setOffer}
            />
          )}
          <TextAreaField
            label={t(`exceptions.detail.actions.${textLabel(action)}`)}
            isRequired={needsText(action)}
            rows={4}
            maxLength={10_000}
            value={text}
            onChange={setText}
          />
          {tried && missing && (
            <Text as="p" role="alert" color="danger">
              {t('exceptions.detail.actions.missing')}
            </Text>
          )}
          {error && (
            <ChangeFailed
              error={error}
              onReload={() => {
                onChanged();
                onClose();
              }}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('exceptions.detail.actions.cancel')}
        </Button>
        <Button isDisabled={busy} onPress={submit}>
          {busy
            ? t('exceptions.detail.actions.busy')
            : t(`exceptions.detail.actions.${action}`)}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

/** What a yes means: all that engines let through, and all that it reaches. */
function Bound(props: { exception: ExceptionDetail }) {
  const t = useText();
  const { effectiveScopes, radius } = props.exception;
  return (
    <div className={styles.block}>
      {effectiveScopes.length === 0 && (
        <Text as="p">{t('exceptions.detail.scope.none')}</Text>
      )}
      {effectiveScopes.map(scope => (
        <EffectiveScopeView
          key={`${scope.cluster} ${scope.target}`}
          scope={scope}
        />
      ))}
      <RadiusView radius={{ ...radius, items: [] }} />
    </div>
  );
}
