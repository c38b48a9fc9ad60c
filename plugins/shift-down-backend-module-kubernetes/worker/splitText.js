// @ts-check

/**
 * Cuts a file into documents and lists into items before they are parsed: by text, so
 * that what is broken takes nothing else with it and memory stays bounded.
 */

/**
 * Documents are cut apart by text, so that a broken one takes no other with it:
 * `---` at the start of a line ends a document even inside a block scalar.
 *
 * @param {string} text
 */
function* splitDocuments(text) {
  let line = 1;
  for (const part of text.split(/^---(?=\s|$)/m)) {
    const empty = !/^[ \t]*[^\s#%.]/m.test(part);
    if (!empty) {
      yield { text: part, line };
    }
    line += countLines(part);
  }
}

/** @param {string} text */
function countLines(text) {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines += 1;
  }
  return lines;
}

/**
 * Cuts a `List` into its items where its layout shows them (as kubectl writes it):
 * items of a block sequence at the margin start with a dash, and nothing else does.
 * Parsing them one by one bounds memory and confines what is broken.
 *
 * @param {{ text: string, line: number }} document
 */
function splitList({ text, line }) {
  const start =
    /^items:[ \t]*\r?\n(?=(?:[ \t]*#.*\r?\n|[ \t]*\r?\n)*-\s)/m.exec(text);
  if (!start) {
    return undefined;
  }
  const bodyAt = start.index + start[0].length;
  const end = /^[^\s#-]/m.exec(text.slice(bodyAt));
  const bodyEnd = end ? bodyAt + end.index : text.length;
  const body = text.slice(bodyAt, bodyEnd);
  // An alias may stand in another item than its anchor: then they stay together.
  const aliases = /[:\-[,{][ \t]*\*[\w-]+[ \t]*(?:$|[,\]}#])/m.test(body);
  const anchors = /[:\-[,{][ \t]*&[\w-]+(?:\s|$)/m.test(text);
  if (aliases && anchors) {
    return undefined;
  }
  const items = [];
  let itemLine = line + countLines(text.slice(0, bodyAt));
  for (const item of body.split(/^(?=-(?:\s|$))/m)) {
    if (/^-/.test(item)) {
      items.push({ text: item, line: itemLine });
    }
    itemLine += countLines(item);
  }
  return { frame: text.slice(0, start.index) + text.slice(bodyEnd), items };
}

module.exports = { countLines, splitDocuments, splitList };
