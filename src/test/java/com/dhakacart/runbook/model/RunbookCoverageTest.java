package com.dhakacart.runbook.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The README of each runbook leads what people look for to where it runs; where it was a Markdown
 * runbook before, each of its headings and commands.
 */
class RunbookCoverageTest {

  private static final Parser MARKDOWN =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  /** {@code approveChange.form#reason} or {@code approveChange.form#briefing.links}. */
  private static final Pattern IN_A_FORM = Pattern.compile("(\\w+\\.form)#(briefing\\.)?(\\w+)");

  /**
   * @param source a heading, a point of a list or a command of the Markdown runbook
   * @param targets where it runs
   */
  record Row(Runbook runbook, String source, List<String> targets) {}

  static List<Row> rows() {
    return Runbook.all().stream().flatMap(it -> table(it).stream()).toList();
  }

  private static List<Row> table(Runbook runbook) {
    List<TableBlock> tables = new ArrayList<>();
    walk(
        MARKDOWN.parse(runbook.text("README.md")),
        node -> {
          if (node instanceof TableBlock table) {
            tables.add(table);
          }
        });
    return children(tables.get(tables.size() - 1))
        .filter(TableBody.class::isInstance)
        .flatMap(RunbookCoverageTest::children)
        .map(TableRow.class::cast)
        .map(it -> row(runbook, it))
        .toList();
  }

  @EachRunbook
  void readme_saysWhatPeopleAskFirst(Runbook runbook) {
    List<String> headings = new ArrayList<>();
    walk(
        MARKDOWN.parse(runbook.text("README.md")),
        node -> {
          if (node instanceof Heading heading && heading.getLevel() == 2) {
            headings.add(text(heading));
          }
        });
    assertThat(headings).containsSubsequence("Meaning", "Impact", "Diagnosis", "Mitigation");
  }

  @ParameterizedTest
  @MethodSource("markdownRunbooks")
  void everyHeadingPointAndCommandOfTheRunbook_isInTheTable_inItsOrder(
      Runbook runbook, String markdown) {
    assertThat(table(runbook)).extracting(Row::source).containsExactlyElementsOf(parts(markdown));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRow_leadsToPlacesThatExist(Row row) {
    assertThat(row.targets()).isNotEmpty().allSatisfy(it -> exists(row.runbook(), it));
  }

  /** What a clock on a border begins shows beside the phases. */
  @EachRunbook
  void everyPhaseOfTheModel_isFoundFromTheRunbook(Runbook runbook) {
    assertThat(table(runbook).stream().flatMap(it -> it.targets().stream()))
        .containsAll(
            runbook.all(BpmnShape.class).stream()
                .filter(it -> !it.isExpanded())
                .map(BpmnShape::getBpmnElement)
                .filter(SubProcess.class::isInstance)
                .map(SubProcess.class::cast)
                .filter(it -> !it.triggeredByEvent())
                .filter(
                    it ->
                        it.getPreviousNodes().list().stream()
                            .noneMatch(BoundaryEvent.class::isInstance))
                .map(BaseElement::getId)
                .toList());
  }

  private static void exists(Runbook runbook, String target) {
    Matcher form = IN_A_FORM.matcher(target);
    if (form.matches()) {
      String words = runbook.text(form.group(1));
      assertThat(words)
          .as(target)
          .contains(
              form.group(2) == null
                  ? "\"key\": \"%s\"".formatted(form.group(3))
                  : "briefing.%s".formatted(form.group(3)));
    } else {
      assertThat((BaseElement) runbook.model().getModelElementById(target)).as(target).isNotNull();
    }
  }

  /** Those that were Markdown before, which names its alert. */
  static List<Arguments> markdownRunbooks() throws IOException {
    List<Arguments> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/runbook"))) {
      for (Path file : files.sorted().toList()) {
        String markdown = Files.readString(file);
        Runbook.all().stream()
            .filter(it -> markdown.contains("Alert: %s\n".formatted(it.key())))
            .forEach(it -> found.add(Arguments.of(it, markdown)));
      }
    }
    return found;
  }

  /** All that the runbook says to look at or to do, in its order. */
  private static List<String> parts(String markdown) {
    List<String> found = new ArrayList<>();
    walk(
        MARKDOWN.parse(markdown),
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
    return found;
  }

  private static Row row(Runbook runbook, TableRow row) {
    List<TableCell> cells = children(row).map(TableCell.class::cast).toList();
    List<String> targets = new ArrayList<>();
    walk(
        cells.get(1),
        node -> {
          if (node instanceof Code target) {
            targets.add(target.getLiteral());
          }
        });
    return new Row(runbook, text(cells.get(0)), targets);
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
