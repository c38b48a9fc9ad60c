export { createApplyNamespaceAction } from './applyNamespace';
export { createRegisterNamespaceAction } from './registerNamespace';
export { createRenderNamespaceAction } from './renderNamespace';
export { createRepairNamespaceAction } from './repairNamespace';
export { createUpgradeNamespaceAction } from './upgradeNamespace';
export { createVerifyNamespaceAction } from './verifyNamespace';
