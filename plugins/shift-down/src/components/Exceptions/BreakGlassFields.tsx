import { Alert, Checkbox, NumberField, Switch } from '@backstage/ui';
import { useText } from '../../hooks/useWords';
import styles from './Exceptions.module.css';

/** For who holds the key: in force at once and alone, with what that means in words. */
export function BreakGlassFields(props: {
  isOn: boolean;
  onSwitch: (on: boolean) => void;
  hours: number;
  maxHours: number;
  onHours: (hours: number) => void;
  sure: boolean;
  onSure: (sure: boolean) => void;
}) {
  const t = useText();
  const { isOn, hours, maxHours, sure } = props;
  return (
    <div className={styles.form}>
      <Switch
        label={t('exceptions.form.breakGlass.field')}
        isSelected={isOn}
        onChange={props.onSwitch}
      />
      {isOn && (
        <>
          <Alert
            role="note"
            status="danger"
            icon
            title={t('exceptions.form.breakGlass.title')}
            description={t('exceptions.form.breakGlass.text', {
              hours: String(maxHours),
            })}
          />
          <NumberField
            label={t('exceptions.form.until.hours')}
            description={t('exceptions.form.until.hoursHint', {
              hours: String(maxHours),
            })}
            minValue={1}
            maxValue={maxHours}
            value={hours}
            onChange={value => props.onHours(value || maxHours)}
          />
          <Checkbox isSelected={sure} onChange={props.onSure}>
            {t('exceptions.form.breakGlass.sure')}
          </Checkbox>
        </>
      )}
    </div>
  );
}
