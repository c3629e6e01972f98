import { Navigate } from "@tanstack/react-router";
import { useUser } from "../session/UserProvider";
import { PAGES } from "./roles";

/** Sends each role to the page it works on. */
export function Home() {
  return <Navigate to={PAGES[useUser().role][0]} replace />;
}
