import {
  Radio,
  RadioGroup,
  Select,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import {
  EXCEPTION_CATEGORIES,
  EXCEPTION_TYPES,
  VEX_JUSTIFICATIONS,
} from '@shift-down/plugin-shift-down-common';
import { useText } from '../../hooks/useWords';
import type { FormValues } from './form';
import { useExceptionWords } from './useExceptionWords';

const LONGEST_TEXT = 10_000;

/** Why it is asked for; of vulnerabilities also that it is none. */
export function WhyFields(props: {
  values: FormValues;
  ofVulnerability: boolean;
  required: readonly ('ticket' | 'compensatingControls')[];
  categories: string[];
  onChange: (patch: Partial<FormValues>) => void;
}) {
  const t = useText();
  const words = useExceptionWords();
  const { values, ofVulnerability, required, categories, onChange } = props;
  return (
    <>
      {ofVulnerability && <TypeFields values={values} onChange={onChange} />}
      <Select
        label={t('exceptions.form.why.category')}
        options={EXCEPTION_CATEGORIES.filter(
          id => categories.length === 0 || categories.includes(id),
        ).map(id => ({ id, label: words.category(id) }))}
        value={values.category}
        onChange={value =>
          onChange({
            category:
              EXCEPTION_CATEGORIES.find(id => id === value) ?? values.category,
          })
        }
      />
      <TextAreaField
        label={t('exceptions.form.why.justification')}
        description={t('exceptions.form.why.justificationHint')}
        isRequired
        rows={5}
        maxLength={LONGEST_TEXT}
        value={values.justification}
        onChange={justification => onChange({ justification })}
      />
      <TextAreaField
        label={t('exceptions.form.why.controls')}
        isRequired={required.includes('compensatingControls')}
        rows={3}
        maxLength={LONGEST_TEXT}
        value={values.compensatingControls}
        onChange={compensatingControls => onChange({ compensatingControls })}
      />
      <TextField
        label={t('exceptions.form.why.ticket')}
        description={t('exceptions.form.why.ticketHint')}
        isRequired={required.includes('ticket')}
        maxLength={500}
        value={values.ticket}
        onChange={ticket => onChange({ ticket })}
      />
    </>
  );
}

/** Accepting a risk and saying that there is none are two decisions. */
function TypeFields(props: {
  values: FormValues;
  onChange: (patch: Partial<FormValues>) => void;
}) {
  const t = useText();
  const words = useExceptionWords();
  const { values, onChange } = props;
  return (
    <>
      <RadioGroup
        label={t('exceptions.form.why.type')}
        value={values.type}
        onChange={value => {
          const type = EXCEPTION_TYPES.find(id => id === value);
          onChange({
            type,
            ...(type === 'false-positive' && { category: 'false-positive' }),
          });
        }}
      >
        {EXCEPTION_TYPES.map(id => (
          <Radio key={id} value={id}>
            {t(`exceptions.type.${id}`)}
          </Radio>
        ))}
      </RadioGroup>
      {values.type === 'false-positive' && (
        <>
          <Select
            label={t('exceptions.form.why.vex')}
            options={VEX_JUSTIFICATIONS.map(id => ({
              id,
              label: words.justification(id),
            }))}
            value={values.vexJustification}
            onChange={value =>
              onChange({
                vexJustification:
                  VEX_JUSTIFICATIONS.find(id => id === value) ??
                  values.vexJustification,
              })
            }
          />
          <TextAreaField
            label={t('exceptions.form.why.evidence')}
            description={t('exceptions.form.why.evidenceHint')}
            isRequired
            rows={4}
            maxLength={LONGEST_TEXT}
            value={values.evidence}
            onChange={evidence => onChange({ evidence })}
          />
        </>
      )}
    </>
  );
}
