// The broadcast's lights on the clerk's console.

import { installRefresh } from "./refresh.js";

installRefresh();
