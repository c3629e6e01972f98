import { useLingui } from "@lingui/react";
import { useCallback } from "react";
import type { Translated } from "../api/types";

/** Picks the wording of a campaign's text in the language of the interface. */
export function useTranslated(): (text: Translated) => string {
  const { i18n } = useLingui();
  const language = i18n.locale === "en" ? "en" : "ru";
  return useCallback((text) => text[language] || text.ru || text.en, [language]);
}
