/** "+74957654321" → "+7 495 765-43-21"; other countries in plain groups. For reading only. */
export function readable(e164: string): string {
  const russian = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(e164);
  if (russian) return `+7 ${russian[1]} ${russian[2]}-${russian[3]}-${russian[4]}`;
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  if (american) return `+1 ${american[1]} ${american[2]}-${american[3]}`;
  const british = /^\+44(\d{2,4}?)(\d{3,4})(\d{4})$/.exec(e164);
  if (british) return `+44 ${british[1]} ${british[2]} ${british[3]}`;
  return e164;
}
