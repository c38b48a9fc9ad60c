/** The portal's front end: the catalog, templates, Shift Down, and a way in. */
import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import signalsPlugin from '@backstage/plugin-signals/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import shiftDownPlugin from '@shift-down/plugin-shift-down';
import { layoutModule } from './layout';
import { navigationModule } from './navigation';
import { signInModule } from './signIn';
import { storageModule } from './storage';

export default createApp({
  features: [
    catalogPlugin,
    catalogGraphPlugin,
    notificationsPlugin,
    orgPlugin,
    scaffolderPlugin,
    signalsPlugin,
    userSettingsPlugin,
    shiftDownPlugin,
    layoutModule,
    navigationModule,
    signInModule,
    storageModule,
  ],
});
