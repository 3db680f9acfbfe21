/** Finds, in the source of a component, words that a person would see and that no catalogue knows. For tests only. */
import ts from "typescript";

/** Attributes whose text is read or heard. */
const SPOKEN =
  /^(aria-(label|description|valuetext|roledescription)|title|placeholder|alt|label|text|action|detail|hint)$/;

/** "timeline:play": the name of words in the catalogue. */
const KEY = /^[a-z]+:\w+$/;

const hasWords = (text: string): boolean => /\p{L}{2}/u.test(text) && !KEY.test(text);

/** The strings that an expression may give as they stand: through `?:`, `&&`, `??` and templates, not through calls. */
function stringsOf(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isConditionalExpression(node)) return [...stringsOf(node.whenTrue), ...stringsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return stringsOf(node.expression);
  if (ts.isBinaryExpression(node))
    return [...stringsOf(node.left), ...stringsOf(node.right)].filter(() => isGiving(node));
  return [];
}

const isGiving = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.AmpersandAmpersandToken ||
  kind === ts.SyntaxKind.BarBarToken ||
  kind === ts.SyntaxKind.QuestionQuestionToken ||
  kind === ts.SyntaxKind.PlusToken;

function wordsOf(node: ts.Node): readonly string[] {
  if (ts.isJsxText(node)) return [node.text.trim()];
  if (ts.isJsxAttribute(node)) {
    const { initializer } = node;
    if (!SPOKEN.test(node.name.getText()) || initializer === undefined) return [];
    if (ts.isStringLiteral(initializer)) return [initializer.text];
    return ts.isJsxExpression(initializer) && initializer.expression ? stringsOf(initializer.expression) : [];
  }
  const isChild = ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent);
  if (isChild && node.expression !== undefined) return stringsOf(node.expression);
  // Lists of segments, options and the like: { title: "Click" }.
  if (ts.isPropertyAssignment(node) && SPOKEN.test(node.name.getText())) return stringsOf(node.initializer);
  return [];
}

export function literalsIn(fileName: string, source: string): readonly string[] {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    found.push(...wordsOf(node).filter(hasWords));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
