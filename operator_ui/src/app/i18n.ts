/** The language of the interface: Russian unless somebody chose otherwise. Catalogues load on demand. */
import { i18n } from "@lingui/core";
import dayjs from "dayjs";
import "dayjs/locale/ru";
import type { Language } from "../api/types";
import { formatLocale } from "../time/formats";

const STORED_AS = "zvonar-language";

export { i18n };

export async function activate(language: Language): Promise<void> {
  const { messages } =
    language === "ru" ? await import("../locales/ru.po") : await import("../locales/en.po");
  i18n.loadAndActivate({ locale: language, locales: formatLocale(language), messages });
  dayjs.locale(language);
  document.documentElement.lang = language;
  document.title = language === "ru" ? "Звонарь" : "Zvonar";
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // Storage may be closed to us; then the choice lasts as long as the page.
  }
}

export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(STORED_AS) === "en" ? "en" : "ru";
  } catch {
    return "ru";
  }
}
