/** The browser's entry: language first, then the page. */
import "@mantine/core/styles.css";
import "@mantine/dates/styles.css";
import "@mantine/notifications/styles.css";
import "@fontsource-variable/inter";
import "./app/app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { activate, rememberedLanguage } from "./app/i18n";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

await activate(rememberedLanguage());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
