import { Alert, Text } from '@backstage/ui';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { NamespaceOptions } from '@shift-down/plugin-shift-down-common/client';
import { useEffect } from 'react';
import { LoadFailed, Loading, Quiet } from '../components/common';
import {
  ChoiceSelect,
  ChoicesSelect,
  choicesOf,
  isNamespaceOption,
  useNamespaceOptions,
  useOptionName,
  type Choice,
  type NamespaceOption,
} from '../components/Provisioning';
import { useText } from '../hooks/useWords';
import styles from './scaffolder.module.css';

/** Of the form: what was chosen. Roles are many, everything else is one. */
export type OptionValue = string | string[];

/** `ui:options` of the field. */
export interface OptionUiOptions {
  option: string;
}

export type OptionFieldProps = FieldExtensionComponentProps<
  OptionValue,
  OptionUiOptions
>;

/** Offers what the platform team left to choose, and says why something is not there. */
export function NamespaceOptionField(props: OptionFieldProps) {
  const t = useText();
  const option = props.uiSchema['ui:options']?.option;
  const { result, reload } = useNamespaceOptions();
  if (!isNamespaceOption(option)) {
    return (
      <Alert
        role="alert"
        status="danger"
        icon
        title={t('provisioning.option.unknown', { option: String(option) })}
      />
    );
  }
  if (result.status === 'loading') {
    return <Loading label={t('provisioning.option.loading')} rows={2} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} as="h3" />;
  }
  return <Choosing {...props} option={option} options={result.value} />;
}

function Choosing(
  props: OptionFieldProps & {
    option: NamespaceOption;
    options: NamespaceOptions;
  },
) {
  const t = useText();
  const nameOf = useOptionName();
  const { option, options, schema, formData, onChange, required } = props;
  const cluster = props.formContext?.formData?.cluster;
  const choices = choicesOf(
    option,
    options,
    typeof cluster === 'string' ? cluster : undefined,
  );
  const usable = choices.filter(({ problem }) => !problem);
  const only = required && usable.length === 1 ? usable[0].id : undefined;
  const title = schema.title ?? nameOf(option);

  // Nobody has to choose where there is no choice.
  useEffect(() => {
    if (only && option !== 'roles' && !formData) {
      onChange(only);
    }
  }, [only, option, formData, onChange]);

  return (
    <div className={styles.field}>
      {choices.length === 0 ? (
        <Nothing
          title={title}
          reason={options.reason ?? t(`provisioning.option.none.${option}`)}
        />
      ) : (
        <Choices {...props} title={title} choices={choices} />
      )}
      {choices.some(({ problem }) => problem) && (
        <ul className={styles.problems}>
          {choices.map(({ id, label, problem }) =>
            problem ? (
              <li key={id}>
                <Quiet>
                  {t('provisioning.option.problem', { name: label, problem })}
                </Quiet>
              </li>
            ) : null,
          )}
        </ul>
      )}
    </div>
  );
}

function Nothing(props: { title: string; reason: string }) {
  const t = useText();
  return (
    <>
      <Text as="p" variant="body-medium" weight="bold">
        {props.title}
      </Text>
      <Alert
        role="status"
        status="warning"
        icon
        title={t('provisioning.option.none.title')}
        description={props.reason}
      />
    </>
  );
}

function Choices(
  props: OptionFieldProps & {
    option: NamespaceOption;
    title: string;
    choices: Choice[];
  },
) {
  const { option, title, choices, formData, onChange, schema } = props;
  const common = {
    label: title,
    description: props.uiSchema['ui:description'] ?? schema.description,
    choices,
    isRequired: props.required,
    isDisabled: props.disabled || props.readonly,
    isInvalid: Boolean(props.rawErrors?.length),
  };
  return option === 'roles' ? (
    <ChoicesSelect
      {...common}
      value={Array.isArray(formData) ? formData : []}
      onChange={onChange}
    />
  ) : (
    <ChoiceSelect
      {...common}
      value={typeof formData === 'string' ? formData : ''}
      onChange={value => onChange(value || undefined)}
    />
  );
}
