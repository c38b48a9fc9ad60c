import { SearchField } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import styles from './SearchBox.module.css';

const DEBOUNCE_MILLISECONDS = 300;

/** A search field that speaks up once typing pauses. */
export function SearchBox(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const [text, setText] = useState(props.value);
  const onChange = useRef(props.onChange);
  onChange.current = props.onChange;

  useEffect(
    () =>
      setText(current =>
        current.trim() === props.value ? current : props.value,
      ),
    [props.value],
  );
  useEffect(() => {
    if (text.trim() === props.value) {
      return undefined;
    }
    const timer = setTimeout(
      () => onChange.current(text.trim()),
      DEBOUNCE_MILLISECONDS,
    );
    return () => clearTimeout(timer);
  }, [text, props.value]);

  return (
    <SearchField
      className={styles.search}
      aria-label={props.label}
      placeholder={props.placeholder}
      size="small"
      maxLength={200}
      value={text}
      onChange={setText}
    />
  );
}
