package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README leads each heading and each command of the Markdown runbook to where it runs. */
class RunbookCoverageTest {

  private static final Parser MARKDOWN =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  /** {@code approveChange.form#reason} or {@code approveChange.form#briefing.links}. */
  private static final Pattern IN_A_FORM = Pattern.compile("(\\w+\\.form)#(briefing\\.)?(\\w+)");

  /**
   * @param source a heading, a point of a list or a command of the Markdown runbook
   * @param targets where it runs
   */
  record Row(String source, List<String> targets) {}

  static List<Row> table() {
    List<TableBlock> tables = new ArrayList<>();
    walk(
        MARKDOWN.parse(Runbook.text("README.md")),
        node -> {
          if (node instanceof TableBlock table) {
            tables.add(table);
          }
        });
    return children(tables.get(tables.size() - 1))
        .filter(TableBody.class::isInstance)
        .flatMap(RunbookCoverageTest::children)
        .map(TableRow.class::cast)
        .map(RunbookCoverageTest::row)
        .toList();
  }

  @Test
  void everyHeadingPointAndCommandOfTheRunbook_isInTheTable_inItsOrder() throws IOException {
    assertThat(table()).extracting(Row::source).containsExactlyElementsOf(runbook());
  }

  @ParameterizedTest
  @MethodSource("table")
  void everyRow_leadsToPlacesThatExist(Row row) {
    assertThat(row.targets()).isNotEmpty().allSatisfy(RunbookCoverageTest::exists);
  }

  @Test
  void everyPhaseOfTheModel_isFoundFromTheRunbook() {
    assertThat(table().stream().flatMap(it -> it.targets().stream()))
        .contains(
            "subProcess_immediateActions",
            "subProcess_investigation",
            "subProcess_makeChange",
            "subProcess_monitorRecovery",
            "subProcess_postIncidentActions");
  }

  private static void exists(String target) {
    Matcher form = IN_A_FORM.matcher(target);
    if (form.matches()) {
      String words = Runbook.text(form.group(1));
      assertThat(words)
          .as(target)
          .contains(
              form.group(2) == null
                  ? "\"key\": \"%s\"".formatted(form.group(3))
                  : "{{briefing.%s}}".formatted(form.group(3)));
    } else {
      assertThat((BaseElement) Runbook.model().getModelElementById(target)).as(target).isNotNull();
    }
  }

  /** All that the runbook says to look at or to do, in its order. */
  private static List<String> runbook() throws IOException {
    List<String> found = new ArrayList<>();
    try (InputStream file =
        RunbookCoverageTest.class.getResourceAsStream("/runbook/high-error-rate.md")) {
      String runbook = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      walk(
          MARKDOWN.parse(runbook),
          node -> {
            if (node instanceof Heading) {
              found.add(text(node));
            } else if (node instanceof ListItem) {
              found.add(text(node.getFirstChild()));
            } else if (node instanceof FencedCodeBlock code) {
              code.getLiteral()
                  .lines()
                  .map(String::strip)
                  .filter(it -> !it.isEmpty() && !it.startsWith("#"))
                  .forEach(found::add);
            }
          });
    }
    return found;
  }

  private static Row row(TableRow row) {
    List<TableCell> cells = children(row).map(TableCell.class::cast).toList();
    List<String> targets = new ArrayList<>();
    walk(
        cells.get(1),
        node -> {
          if (node instanceof Code target) {
            targets.add(target.getLiteral());
          }
        });
    return new Row(text(cells.get(0)), targets);
  }

  /** The words and the addresses, without what only shapes them. */
  private static String text(Node node) {
    StringBuilder text = new StringBuilder();
    walk(
        node,
        part -> {
          if (part instanceof Text words) {
            text.append(words.getLiteral());
          } else if (part instanceof Code code) {
            text.append(code.getLiteral());
          } else if (part instanceof Link link) {
            text.append(link.getDestination()).append(' ');
          }
        });
    return text.toString();
  }

  private static void walk(Node node, Consumer<Node> visitor) {
    visitor.accept(node);
    children(node).forEach(child -> walk(child, visitor));
  }

  private static Stream<Node> children(Node parent) {
    List<Node> children = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
      children.add(child);
    }
    return children.stream();
  }
}
