import { useMutation } from "@tanstack/react-query";
import { api } from "../api/client";
import { useSetSession } from "../session/session";
import { LanguageSwitch } from "./LanguageSwitch";
import { useReport } from "./useReport";

/** The language switch of a logged-in user: the choice goes along to the next machine. */
export function UserLanguageSwitch() {
  const setSession = useSetSession();
  const keep = useMutation({ mutationFn: api.setLanguage, onSuccess: setSession, onError: useReport() });
  return <LanguageSwitch onChosen={(language) => keep.mutate(language)} />;
}
