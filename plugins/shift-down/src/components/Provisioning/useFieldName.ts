import { useText } from '../../hooks/useWords';
import { fieldName } from './fieldName';

/** The name of a field of a request for a namespace, as the form calls it. */
export function useFieldName(): (field: string) => string {
  const t = useText();
  return field => fieldName(field, t);
}
