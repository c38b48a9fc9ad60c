import type {
  NamespaceOptions,
  NamespacePlace,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { ChoiceSelect, ChoicesSelect, choicesOf } from '../Provisioning';
import { ownersOf, type AdoptionValues } from './form';
import styles from './Adoption.module.css';

/** Whose the namespace would be, and which presets it would get. */
export function AdoptionForm(props: {
  place: NamespacePlace;
  owner?: string;
  options: NamespaceOptions;
  values: AdoptionValues;
  onChange: (values: AdoptionValues) => void;
}) {
  const t = useText();
  const { place, owner, options, values, onChange } = props;
  return (
    <div className={styles.form}>
      <ChoiceSelect
        label={t('provisioning.field.ownerRef')}
        isRequired
        choices={ownersOf(options, owner)}
        value={values.ownerRef}
        onChange={ownerRef => onChange({ ...values, ownerRef })}
      />
      <ChoiceSelect
        label={t('provisioning.field.environment')}
        isRequired
        choices={choicesOf('environment', options, place.cluster)}
        value={values.environment}
        onChange={environment => onChange({ ...values, environment })}
      />
      <ChoiceSelect
        label={t('provisioning.field.size')}
        isRequired
        choices={choicesOf('size', options)}
        value={values.size}
        onChange={size => onChange({ ...values, size })}
      />
      <ChoicesSelect
        label={t('provisioning.field.roles')}
        choices={choicesOf('roles', options)}
        value={values.roles}
        onChange={roles => onChange({ ...values, roles })}
      />
    </div>
  );
}
