// The broadcast desk: presses answered in place, what the public sees asked for again every few seconds.

import { installEmbeds } from "./embed.js";
import { installPresses } from "./press.js";
import { installRefresh } from "./refresh.js";

installPresses();
installEmbeds();
installRefresh();
