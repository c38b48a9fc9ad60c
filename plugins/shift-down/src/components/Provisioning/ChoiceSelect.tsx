import { Select } from '@backstage/ui';
import { useText } from '../../hooks/useWords';
import type { Choice, NamespaceOption } from './choices';

const FIELD_NAME = {
  cluster: 'provisioning.field.cluster',
  group: 'provisioning.field.ownerRef',
  environment: 'provisioning.field.environment',
  size: 'provisioning.field.size',
  roles: 'provisioning.field.roles',
  baseline: 'provisioning.field.baselineVersion',
} as const;

/** What fields and forms have in common. */
interface Common {
  label: string;
  description?: string;
  choices: Choice[];
  isRequired?: boolean;
  isDisabled?: boolean;
  isInvalid?: boolean;
}

/** Choices with a line about each; what is not to be had can be seen, not chosen. */
export function ChoiceSelect(
  props: Common & { value: string; onChange: (value: string) => void },
) {
  const common = useCommon(props);
  return (
    <Select
      {...common}
      value={props.value || null}
      onChange={value => props.onChange(String(value ?? ''))}
    />
  );
}

/** {@link ChoiceSelect} for several at once. */
export function ChoicesSelect(
  props: Common & { value: string[]; onChange: (value: string[]) => void },
) {
  const common = useCommon(props);
  return (
    <Select
      {...common}
      selectionMode="multiple"
      value={props.value}
      onChange={values => props.onChange([values ?? []].flat().map(String))}
    />
  );
}

/** How the form calls what an option chooses. */
export function useOptionName(): (option: NamespaceOption) => string {
  const t = useText();
  return option => t(FIELD_NAME[option]);
}

function useCommon(props: Common) {
  const t = useText();
  const hintOf = useHint();
  const { choices, label, description } = props;
  return {
    label,
    description,
    isRequired: props.isRequired,
    isDisabled: props.isDisabled,
    isInvalid: props.isInvalid,
    placeholder: t('provisioning.option.choose'),
    options: choices.map(choice => ({
      id: choice.id,
      label: choice.isCurrent
        ? t('provisioning.option.baseline', { version: choice.label })
        : choice.label,
      description: hintOf(choice),
      disabled: Boolean(choice.problem),
    })),
  };
}

function useHint(): (choice: Choice) => string | undefined {
  const t = useText();
  return ({ hint, problem }) => {
    if (problem) {
      return t('provisioning.option.unusable');
    }
    if (!hint) {
      return undefined;
    }
    if ('delivery' in hint) {
      return t(`provisioning.option.delivery.${hint.delivery}`);
    }
    if ('prefixes' in hint) {
      return hint.prefixes.length > 0
        ? t('provisioning.option.prefixes', {
            prefixes: hint.prefixes.join(', '),
          })
        : t('provisioning.option.anyName');
    }
    return hint.text;
  };
}
