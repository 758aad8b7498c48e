import { attempt } from "$lib/backend/attempt";
import { BackendFailure, type Backend } from "$lib/backend/backend";
import type { CheckId, Failure, ResidualState, SavedReport } from "$lib/bindings";
