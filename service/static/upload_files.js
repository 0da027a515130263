// Files before they are sent: what is wrong with one that a browser can tell, and what a dropped folder holds.

export function findFault(file, limits, texts) {
  const suffix = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
  if (!file.size) return texts.empty;
  if (file.size > limits.bytes) return texts.too_large;
  return texts.wrong[limits.wrong[suffix]] ?? "";
}

export function isClutter(file, limits) {
  return limits.clutter.includes(file.name) || file.name.startsWith("~$") || file.name.startsWith("._");
}

// A dropped folder is read through; the browser gives its entries piece by piece.
async function entryFiles(entry, path = "") {
  if (entry.isFile) {
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
    return file ? [{ file, path: path + entry.name }] : [];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const entries = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!entries.length) return found;
    for (const one of entries) found.push(...(await entryFiles(one, `${path}${entry.name}/`)));
  }
}

export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, path: file.name }));
  return (await Promise.all(entries.map((entry) => entryFiles(entry)))).flat();
}
