export { namespaceOptionField, namespacePreviewField } from './extensions';
