/** How a text file may be written, by the server's names and by those that people know. */
export const ENCODINGS = [
  { value: "utf-8", label: "UTF-8" },
  { value: "cp1251", label: "Windows-1251" },
  { value: "cp866", label: "DOS (CP866)" },
  { value: "koi8-r", label: "KOI8-R" },
  { value: "utf-16", label: "UTF-16" },
  { value: "cp1252", label: "Windows-1252" },
];

export function encodingName(encoding: string): string {
  return ENCODINGS.find(({ value }) => value === encoding)?.label ?? encoding;
}
