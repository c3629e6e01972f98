import { createContext, type ReactNode, useContext } from "react";
import type { User } from "../api/types";
import { useSession } from "./session";

const UserContext = createContext<User | null>(null);

/** Says below it who is logged in; draws nothing for the one render between logging out and the log-in page. */
export function UserProvider({ children }: { children: ReactNode }) {
  const { data: user } = useSession();
  return user ? <UserContext value={user}>{children}</UserContext> : null;
}

/** The user of a page that is behind the log-in. */
export function useUser(): User {
  const user = useContext(UserContext);
  if (!user) throw new Error("This page is shown to logged-in users only");
  return user;
}
