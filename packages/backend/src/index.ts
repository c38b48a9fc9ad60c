/** The portal as it runs in production. Nothing under `development/` may be reached from here. */
import { startInstrumentation } from './instrumentation';
import { createPortal } from './portal';

startInstrumentation().then(() => createPortal().start());
