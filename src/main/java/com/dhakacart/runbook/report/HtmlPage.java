package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.util.HtmlUtils;

/** The report as one page that needs nothing else: no script, no font, no other file. */
final class HtmlPage {

  private static final Logger log = LoggerFactory.getLogger(HtmlPage.class);

  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(List.of(TablesExtension.create()))
          .nodeRendererFactory(LineBreaksAndDiffs::new)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .build();
  private static final String STYLE = StyleSheet.named("report.css");

  private final IncidentHistory history;
  private final MarkdownReport markdown;
  private final LocalTimes times;
  private final Milestones milestones;

  HtmlPage(IncidentHistory history, MarkdownReport markdown, LocalTimes times) {
    this.history = history;
    this.markdown = markdown;
    this.times = times;
    this.milestones = Milestones.of(history);
  }

  String write() {
    return of(
        markdown.title(),
        badge()
            + html(markdown.head())
            + shown(this::figures)
            + shown(this::chart)
            + html(markdown.body()));
  }

  /** The words beside it are shown all the same. */
  private String shown(Supplier<String> picture) {
    try {
      return picture.get();
    } catch (RuntimeException e) {
      log.warn("The chart or the figures of {} cannot be drawn", history.incident().key(), e);
      return "<p class=\"no-chart\">The chart or the figures cannot be drawn of what is stored.</p>\n";
    }
  }

  /**
   * @param content HTML
   */
  static String of(String title, String content) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        """
            .formatted(HtmlUtils.htmlEscape(title), STYLE)
        + content
        + """
        </main>
        </body>
        </html>
        """;
  }

  static String html(String markdown) {
    return RENDERER.render(PARSER.parse(markdown));
  }

  private String badge() {
    Outcome outcome = history.outcome();
    String kind =
        outcome == null ? "open" : outcome == Outcome.HANDED_OVER ? "handed-over" : "over";
    String words = outcome == null ? "Open" : outcome.name().replace('_', ' ');
    return "<p class=\"badge %s\">%s</p>\n"
        .formatted(kind, words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT));
  }

  private String figures() {
    return "<dl class=\"figures\">\n"
        + figure("Acknowledged in", words(milestones.timeToAcknowledge()))
        + figure("Recovered in", words(milestones.timeToRecover()))
        + figure("Highest error rate", highestErrorRate())
        + figure("Changes", String.valueOf(history.changes().size()))
        + figure("Escalations", String.valueOf(history.escalations().size()))
        + "</dl>\n";
  }

  private static String figure(String name, String words) {
    return "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, words);
  }

  private static String words(Optional<Duration> duration) {
    return duration.map(Times::words).orElse("–");
  }

  private String highestErrorRate() {
    return samples().stream()
        .max(Comparator.comparingDouble(Sample::errorRatio))
        .map(sample -> Figures.percent(sample.errorRatio()))
        .orElse("–");
  }

  private String chart() {
    return new IncidentChart(history, times)
        .svg()
        .map(
            drawn ->
                "<figure>\n"
                    + drawn
                    + "<figcaption>%s</figcaption>\n"
                        .formatted(HtmlUtils.htmlEscape(MarkdownReport.CHART_WINDOW))
                    + "</figure>\n")
        .orElse("<p class=\"no-chart\">No error rate was recorded, so there is no chart.</p>\n");
  }

  private List<Sample> samples() {
    return Optional.ofNullable(history.errorRates())
        .map(ErrorRateHistory::samples)
        .orElse(List.of());
  }
}
