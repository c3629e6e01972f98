import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { SoftphoneProvider } from "../softphone/SoftphoneProvider";
import { createWorkplaceRouter } from "./router";

/** Everything behind the log-in. */
export function Workplace() {
  const [router] = useState(createWorkplaceRouter);
  return (
    <SoftphoneProvider>
      <RouterProvider router={router} />
    </SoftphoneProvider>
  );
}
