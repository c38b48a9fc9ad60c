export { BaselineChanges } from './BaselineChanges';
export { ChoiceSelect, ChoicesSelect, useOptionName } from './ChoiceSelect';
export {
  choicesOf,
  isNamespaceOption,
  NAMESPACE_OPTIONS,
  type Choice,
  type NamespaceOption,
} from './choices';
export { ControlReferences } from './ControlReferences';
export { Differences } from './Differences';
export { DriftList } from './DriftList';
export { fieldName, type RequestField } from './fieldName';
export { ObjectList } from './ObjectList';
export { loadNamespaceOptions, useNamespaceOptions } from './options';
export { Problems } from './Problems';
export { useFieldName } from './useFieldName';
export { useObjectName } from './useObjectName';
