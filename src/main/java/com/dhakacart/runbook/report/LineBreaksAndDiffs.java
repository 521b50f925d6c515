package com.dhakacart.runbook.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** Two things beyond plain CommonMark: our line break in tables, and diffs in colour. */
final class LineBreaksAndDiffs implements NodeRenderer {

  private final HtmlNodeRendererContext context;
  private final HtmlWriter html;

  LineBreaksAndDiffs(HtmlNodeRendererContext context) {
    this.context = context;
    this.html = context.getWriter();
  }

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(HtmlInline.class, FencedCodeBlock.class);
  }

  @Override
  public void render(Node node) {
    if (node instanceof FencedCodeBlock block) {
      code(block);
    } else if (node instanceof HtmlInline inline) {
      lineBreak(inline);
    }
  }

  private void lineBreak(HtmlInline inline) {
    if (inline.getLiteral().equals(Markdown.LINE_BREAK)) {
      html.tag("br");
    } else {
      html.text(inline.getLiteral());
    }
  }

  private void code(FencedCodeBlock block) {
    html.line();
    html.tag("pre", context.extendAttributes(block, "pre", Map.of()));
    html.tag("code", Map.of("class", "language-" + block.getInfo()));
    if (block.getInfo().equals("diff")) {
      block.getLiteral().lines().forEach(this::diffLine);
    } else {
      html.text(block.getLiteral());
    }
    html.tag("/code");
    html.tag("/pre");
    html.line();
  }

  private void diffLine(String line) {
    boolean header = List.of("+++", "---").stream().anyMatch(line::startsWith);
    String tag = header ? null : line.startsWith("+") ? "ins" : line.startsWith("-") ? "del" : null;
    if (tag == null) {
      html.text(line);
    } else {
      html.tag(tag);
      html.text(line);
      html.tag("/" + tag);
    }
    html.raw("\n");
  }
}
