package com.dhakacart.runbook.health;

import com.dhakacart.runbook.health.PodCalls.Reply;
import com.dhakacart.runbook.incident.PodFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Finds the database's figures in Prometheus' text format. Buckets of histograms are left out,
 * since their sum and count say the same in short; so are NaN and infinity, which are no figures.
 */
@Component
class FigureReader {

  /** {@code name{labels} value [timestamp]}; a label's value may hold any escaped character. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*+)(\\{(?:[^\"}]++|\"(?:[^\"\\\\]++|\\\\.)*+\")*+\\})?"
              + "\\s++(\\S++)(?:\\s++-?\\d++)?\\s*+");

  /** A longer line is no figure for a person; it also bounds what the pattern has to do. */
  private static final int LINE_CHARS = 2_000;

  private final HealthSettings settings;

  FigureReader(HealthSettings settings) {
    this.settings = settings;
  }

  PodFigures read(String pod, Reply reply) {
    if (reply.status() != 200) {
      return new PodFigures(pod, reply.via(), Map.of(), problem(reply));
    }
    Map<String, Double> figures = figures(reply.body());
    return new PodFigures(
        pod,
        reply.via(),
        figures,
        figures.isEmpty() ? "no metric is named like any of " + names() : null);
  }

  private Map<String, Double> figures(String text) {
    Map<String, Double> figures = new LinkedHashMap<>();
    text.lines()
        .filter(line -> line.length() <= LINE_CHARS && !line.startsWith("#"))
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .filter(sample -> isWanted(sample.group(1)))
        .forEach(
            sample -> {
              Double value = finite(sample.group(3));
              if (value != null && figures.size() < settings.maxFigures()) {
                figures.put(
                    sample.group(1) + (sample.group(2) == null ? "" : sample.group(2)), value);
              }
            });
    return figures;
  }

  private boolean isWanted(String name) {
    return !name.endsWith("_bucket")
        && settings.figureNames().stream().anyMatch(wanted -> wanted.matcher(name).find());
  }

  private static Double finite(String number) {
    try {
      double value = Double.parseDouble(number);
      return Double.isFinite(value) ? value : null;
    } catch (NumberFormatException infinityOrNoNumber) {
      return null;
    }
  }

  private String problem(Reply reply) {
    if (reply.problem() != null) {
      return reply.problem();
    }
    return reply.status() == 0
        ? "no answer"
        : settings.metricsPath()
            + " answered "
            + reply.status()
            + "; its path is the setting runbook.health.metrics-path";
  }

  private List<String> names() {
    return settings.figureNames().stream().map(Pattern::pattern).toList();
  }
}
