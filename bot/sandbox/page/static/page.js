// What moves on the page: it starts the parts, each of which knows its own business.
import { startActing } from "./acting.js";
import { startComposers } from "./composer.js";
import { startLightbox } from "./dialogs.js";
import { startLive } from "./live.js";
import { startShortcuts } from "./shortcuts.js";
import { startTables } from "./tables.js";
import { startTyped } from "./typed.js";

startComposers();
startLive();
startActing();
startLightbox();
startTables();
startShortcuts();
startTyped();
