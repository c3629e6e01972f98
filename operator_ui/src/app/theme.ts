import {
  Button,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Paper,
  Popover,
  Select,
  Textarea,
  TextInput,
  Tooltip,
} from "@mantine/core";

/** Deep teal: the one accent. Shade 6 carries white text at 5:1. */
const bell: MantineColorsTuple = [
  "#ecf8f6",
  "#d3efea",
  "#a9e0d7",
  "#76cdbf",
  "#45b3a4",
  "#25968a",
  "#147d73",
  "#10675f",
  "#0d534d",
  "#093f3a",
];

/** Dark surfaces lean a little to the accent, so that it belongs there. */
const dark: MantineColorsTuple = [
  "#dbe4e6",
  "#bac6c9",
  "#94a3a7",
  "#66757a",
  "#37464b",
  "#2a373b",
  "#1d282c",
  "#141d20",
  "#0f1619",
  "#0a1012",
];

const gray: MantineColorsTuple = [
  "#f6f8f8",
  "#eef2f2",
  "#e3e9e9",
  "#d3dbdc",
  "#b9c4c6",
  "#8e9b9e",
  "#66757a",
  "#45545a",
  "#2b383d",
  "#182226",
];

export const theme = createTheme({
  primaryColor: "bell",
  primaryShade: 6,
  colors: { bell, dark, gray },
  black: "#182226",
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: "650" },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  cursorType: "pointer",
  focusRing: "auto",
  components: {
    Button: Button.extend({ defaultProps: { size: "sm" }, styles: { label: { fontWeight: 550 } } }),
    Paper: Paper.extend({ defaultProps: { radius: "lg" } }),
    Modal: Modal.extend({
      defaultProps: { radius: "lg", centered: true },
      styles: { title: { fontSize: "1.0625rem", fontWeight: 640, letterSpacing: "-0.01em" } },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: "md", radius: "lg" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: true } }),
    TextInput: TextInput.extend({ defaultProps: { size: "sm" } }),
    Textarea: Textarea.extend({ defaultProps: { size: "sm" } }),
    Select: Select.extend({ defaultProps: { size: "sm" } }),
  },
});
