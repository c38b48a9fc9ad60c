import { useId } from 'react';
import { Quiet } from '../common';
import styles from './Exceptions.module.css';

/** A day, as `2030-12-31`; the browser's own field, which reads and types everywhere. */
export function DateField(props: {
  label: string;
  description?: string;
  value: string;
  min?: string;
  max?: string;
  isRequired?: boolean;
  onChange: (value: string) => void;
}) {
  const id = useId();
  const { label, description, value, min, max, isRequired } = props;
  return (
    <div className={styles.date}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        min={min}
        max={max}
        required={isRequired}
        aria-describedby={description && `${id}-description`}
        onChange={event => props.onChange(event.target.value)}
      />
      {description && (
        <span id={`${id}-description`}>
          <Quiet>{description}</Quiet>
        </span>
      )}
    </div>
  );
}
