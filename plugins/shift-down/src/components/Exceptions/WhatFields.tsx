import { Radio, RadioGroup, Select, TextField } from '@backstage/ui';
import {
  CONTROL_CATALOGUE,
  ENGINES,
  OTHER_POLICIES_CONTROL_ID,
} from '@shift-down/plugin-shift-down-common';
import { useOpenWords, useText } from '../../hooks/useWords';
import type { Expectation } from './form';
import { useExceptionWords } from './useExceptionWords';
import styles from './Exceptions.module.css';

/** What is not to be met: one of the ways to mean a finding, or written freely. */
export function WhatFields(props: {
  value: Expectation;
  choices: Expectation[];
  onChange: (value: Expectation) => void;
}) {
  const t = useText();
  const words = useExceptionWords();
  const { value, choices, onChange } = props;
  if (choices.length === 0) {
    return <FreeFields {...props} />;
  }
  const chosen = choices.findIndex(choice => isSame(choice, value));
  return (
    <RadioGroup
      label={t('exceptions.form.what.title')}
      value={String(chosen)}
      onChange={index => onChange(choices[Number(index)])}
    >
      {choices.map((choice, index) => (
        <Radio key={index} value={String(index)}>
          {words.expectation(choice)}
        </Radio>
      ))}
    </RadioGroup>
  );
}

function isSame(left: Expectation, right: Expectation): boolean {
  const fields = [
    'type',
    'control',
    'engine',
    'policy',
    'rule',
    'advisory',
    'packageUrl',
  ] as const;
  return fields.every(field => left[field] === right[field]);
}

const TYPES = ['control', 'policy', 'vulnerability'] as const;

function FreeFields(props: {
  value: Expectation;
  onChange: (value: Expectation) => void;
}) {
  const t = useText();
  const { value, onChange } = props;
  return (
    <>
      <RadioGroup
        label={t('exceptions.form.what.title')}
        orientation="horizontal"
        value={value.type}
        onChange={type =>
          onChange({ type: TYPES.find(id => id === type) ?? 'control' })
        }
      >
        {TYPES.map(type => (
          <Radio key={type} value={type}>
            {t(`exceptions.form.what.${type}`)}
          </Radio>
        ))}
      </RadioGroup>
      <div className={styles.fields}>
        {value.type === 'control' && <ControlFields {...props} />}
        {value.type === 'policy' && <PolicyFields {...props} />}
        {value.type === 'vulnerability' && <AdvisoryFields {...props} />}
      </div>
    </>
  );
}

interface FieldsProps {
  value: Expectation;
  onChange: (value: Expectation) => void;
}

function ControlFields({ value, onChange }: FieldsProps) {
  const t = useText();
  return (
    <Select
      label={t('exceptions.form.what.controlField')}
      placeholder={t('exceptions.form.what.choose')}
      searchable
      options={CONTROL_CATALOGUE.filter(
        ({ id }) => id !== OTHER_POLICIES_CONTROL_ID,
      ).map(({ id, title }) => ({ id, label: title }))}
      value={value.control ?? null}
      onChange={control =>
        onChange({ type: 'control', control: String(control ?? '') })
      }
    />
  );
}

function PolicyFields({ value, onChange }: FieldsProps) {
  const t = useText();
  const words = useOpenWords();
  return (
    <>
      <Select
        label={t('exceptions.form.what.engine')}
        placeholder={t('exceptions.form.what.choose')}
        options={ENGINES.map(id => ({ id, label: words.engine(id) }))}
        value={value.engine ?? null}
        onChange={engine => onChange({ ...value, engine: String(engine) })}
      />
      <TextField
        label={t('exceptions.form.what.policyField')}
        maxLength={512}
        value={value.policy ?? ''}
        onChange={policy => onChange({ ...value, policy })}
      />
      <TextField
        label={t('exceptions.form.what.rule')}
        description={t('exceptions.form.what.ruleHint')}
        maxLength={512}
        value={value.rule ?? ''}
        onChange={rule => onChange({ ...value, rule: rule || undefined })}
      />
    </>
  );
}

function AdvisoryFields({ value, onChange }: FieldsProps) {
  const t = useText();
  return (
    <>
      <TextField
        label={t('exceptions.form.what.advisory')}
        placeholder="CVE-2030-0001"
        maxLength={255}
        value={value.advisory ?? ''}
        onChange={advisory => onChange({ ...value, advisory })}
      />
      <TextField
        label={t('exceptions.form.what.package')}
        description={t('exceptions.form.what.packageHint')}
        maxLength={1024}
        value={value.packageUrl ?? ''}
        onChange={packageUrl =>
          onChange({ ...value, packageUrl: packageUrl || undefined })
        }
      />
    </>
  );
}
