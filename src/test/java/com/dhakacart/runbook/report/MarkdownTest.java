package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

  private static final List<org.commonmark.Extension> TABLES = List.of(TablesExtension.create());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# heading",
        "- list",
        "+ list",
        "1. list",
        "12) list",
        "> quote",
        "=== ",
        "---",
        "```",
        "~~~ruby",
        "*bold* _soft_ __init__ snake_case",
        "[link](http://evil.example) ![image](x)",
        "[ref]: http://evil.example",
        "<script>alert(1)</script> <br> &lt; &#35; a & b",
        "<http://evil.example> http://evil.example www.evil.example",
        "back\\slash \\| \\` `code` ``",
        "a | b | c",
        "| --- | --- |",
        "relation \"product_catalog\" does not exist",
        "dhakacart-backend-67648d459d-dxdxh",
        "connect ECONNREFUSED 10.96.0.12:5432"
      })
  void wordsFromOutside_areShownAndNeverObeyed(String words) {
    String expected = words.strip();

    assertThat(plain(Markdown.text(words))).isEqualTo(expected);
    assertThat(plain(Markdown.bullet(Markdown.text(words)))).isEqualTo("- " + expected);
    assertThat(html(Markdown.table(List.of("head"), List.of(List.of(Markdown.text(words))))))
        .containsOnlyOnce("<tbody>")
        .contains("<td>" + html(Markdown.text(words)).replaceAll("</?p>|\n", "") + "</td>");
  }

  // Invisible marks stayed in reasons, and could hide what is read.
  @Test
  void invisibleMarks_areBlanks_andBanglaStaysAsItIsWritten() {
    assertThat(Markdown.text("a\u061Cb\u200Bc\uFEFFd\uFFF9e\uDB40\uDC41f"))
        .isEqualTo("a b c d e f");
    assertThat(Markdown.text("\u0995\u09CD\u200D\u09B7")).isEqualTo("\u0995\u09CD\u200D\u09B7");
  }

  @Test
  void ordinaryWords_stayReadableInTheSource() {
    assertThat(Markdown.text("dhakacart/backend:v2-bad, snake_case (429) at 23:06:19, a > b"))
        .isEqualTo("dhakacart/backend:v2-bad, snake_case (429) at 23:06:19, a > b");
  }

  @Test
  void lineBreaksAndControls_becomeSpaces() {
    assertThat(Markdown.text("one\n\n# two\u001b[31m\u202Ethree\ttab"))
        .isEqualTo("one # two \\[31m three tab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"`", "``a``", "a`b", "kubectl get pods | grep `x`", "<b>", "a\\b"})
  void code_isShownAsItIs(String code) {
    assertThat(plain(Markdown.code(code))).isEqualTo("\"" + code + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a | b", "`a|b`", "grep \"external\\|api\"", "||"})
  void codeInATable_staysInItsCell(String code) {
    String table =
        Markdown.table(List.of("a", "b"), List.of(List.of(Markdown.codeInCell(code), "next")));

    assertThat(html(table)).contains("<td>next</td>");
    assertThat(plain(table)).contains(code);
  }

  @Test
  void fence_cannotBeEndedByItsContent() {
    String content = "line\n```\n# not a heading\n````\nend";

    assertThat(html(Markdown.fence("diff", content)))
        .contains("# not a heading")
        .doesNotContain("<h1>")
        .containsOnlyOnce("<pre>");
  }

  @Test
  void quote_keepsLinesAndParagraphs() {
    assertThat(html(Markdown.quote("first\nsecond\n\n# third\n<i>")))
        .isEqualTo(
            """
            <blockquote>
            <p>first<br />
            second</p>
            <p># third<br />
            &lt;i&gt;</p>
            </blockquote>
            """);
  }

  @Test
  void links_leadOnlyToWebAddresses() {
    String html =
        html(
            Markdown.links(
                Map.of(
                    "Kibana [prod]", "https://kibana.local/#/?q=(a:'b')",
                    "Script", "javascript:alert(1)",
                    "Trick", "https://x>y) [z](javascript:alert(1)")));

    assertThat(html)
        .contains("<a href=\"https://kibana.local/#/?q=(a:'b')\">Kibana [prod]</a>")
        .contains("Script: <code>javascript:alert(1)</code>")
        .doesNotContain("href=\"javascript");
  }

  private static String html(String markdown) {
    return HtmlRenderer.builder()
        .extensions(TABLES)
        .escapeHtml(true)
        .build()
        .render(Parser.builder().extensions(TABLES).build().parse(markdown));
  }

  private static String plain(String markdown) {
    return TextContentRenderer.builder()
        .extensions(TABLES)
        .build()
        .render(Parser.builder().extensions(TABLES).build().parse(markdown));
  }
}
