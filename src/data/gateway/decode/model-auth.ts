// RPC models.authStatus. The credentials themselves never come; people's names and addresses are left out.
import type { ModelAuth } from "../../model/upkeep.ts";
import { decoding, maybe, needList, needText, num, rows, text, type Fields } from "./field.ts";

const PROVIDERS_MAX = 200;
const PROFILES_MAX = 50;

/** Since 2026.5. One row a provider, with the gateway's own judgement and the profile it rests on. */
export function decodeModelAuth(payload: unknown): readonly ModelAuth[] {
  return decoding("models.authStatus", payload, (from) => rows(needList(from, "providers"), "providers", PROVIDERS_MAX, providerOf));
}

function providerOf(from: Fields): ModelAuth {
  const status = text(from, "status", 40) ?? "unknown";
  const listed = from["profiles"];
  const profiles = Array.isArray(listed) ? rows(listed as readonly unknown[], "profiles", PROFILES_MAX, (row) => row) : [];
  const expiresAt = expiryOf(from);
  const alike = profiles.filter((profile) => text(profile, "status", 40) === status);
  const decides = alike.find((profile) => expiryOf(profile) === expiresAt) ?? alike[0] ?? {};
  return {
    provider: needText(from, "provider", 80),
    profile: text(decides, "profileId", 80),
    status,
    // One it cannot renew, it calls expiring a day before.
    renewed: status === "ok" && text(decides, "type", 40) === "oauth",
    expiresAt,
  };
}

const expiryOf = (from: Fields): number | null => num(maybe(from, "expiry") ?? {}, "at");
