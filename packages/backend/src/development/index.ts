/**
 * The portal of `npm start`: the production portal, with sign-in by choosing a
 * person. No production bundle holds this folder.
 */
import { resolve } from 'node:path';
import { startInstrumentation } from '../instrumentation';
import { createPortal } from '../portal';
import { createExampleRepositories } from './exampleRepositories';
import { personaSignInModule } from './personaSignIn';

const portal = createPortal();
portal.add(personaSignInModule);

// The process starts in packages/backend.
const root = resolve('../..');
const repositories = createExampleRepositories(
  resolve(root, 'examples/repositories'),
  resolve(root, process.env.SHIFT_DOWN_STATE ?? '.shift-down', 'repositories'),
);
repositories.then(() => startInstrumentation()).then(() => portal.start());
