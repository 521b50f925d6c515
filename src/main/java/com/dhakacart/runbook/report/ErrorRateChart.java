package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;

/**
 * The error rate over the incident's time as an inline SVG: the rate, the threshold, and what
 * happened when. Colours are left to the page's style sheet, so that it is as readable in the dark.
 * Where samples are missing the line has a gap: no data is not zero.
 */
final class ErrorRateChart {

  /**
   * Something that happened, drawn as a vertical line with its name.
   *
   * @param kind a class of the style sheet
   */
  record Marker(Instant at, String name, String kind) {}

  /**
   * How large it is drawn, in pixels at 1:1.
   *
   * @param width of all of it
   * @param plotHeight of the rate alone, without what stands above and below
   * @param mostTicks on the axis of the time
   */
  record Size(int width, int plotHeight, int mostTicks) {

    static final Size OF_A_PAGE = new Size(800, 210, 8);

    /** Beside the answer of a decision. */
    static final Size OF_A_FORM = new Size(380, 92, 4);
  }

  private static final int LEFT = 52;
  private static final int RIGHT = 16;
  private static final int LANE = 17;

  /** Where less is left, what stands over the peak would stand in the markers' lowest lane. */
  private static final int LEAST_ABOVE = 6;

  private static final int BELOW = 44;
  private static final double STEP_ASIDE = 4;

  /** Of the style sheet's bold 12 px; a label that is guessed too wide only moves up a lane. */
  private static final double CHARACTER_WIDTH = 7.4;

  private static final List<Duration> TICK_STEPS =
      Stream.of("PT10S PT30S PT1M PT2M PT5M PT10M PT15M PT30M PT1H PT2H PT6H PT12H P1D".split(" "))
          .map(Duration::parse)
          .toList();
  private static final double[] PERCENT_STEPS = {0.5, 1, 2, 5, 10, 20, 25, 50};

  private static final String STYLE_OF_AN_IMAGE = StyleSheet.named("chart-image.css");

  private final Size size;
  private final LocalTimes times;
  private final List<Sample> samples;
  private final double threshold;
  private final List<Marker> markers;
  private final Instant from;
  private final Instant to;
  private final double topPercent;
  private final double percentStep;
  private final List<Integer> lanes;
  private final int top;

  /**
   * @param samples at least one
   * @param threshold ratio, 0 to 1
   */
  ErrorRateChart(
      Size size, List<Sample> samples, double threshold, List<Marker> markers, LocalTimes times) {
    this.size = size;
    this.times = times;
    this.samples =
        samples.stream()
            .filter(sample -> Double.isFinite(sample.errorRatio()))
            .sorted(Comparator.comparing(Sample::at))
            .toList();
    this.threshold = threshold;
    this.markers = markers.stream().sorted(Comparator.comparing(Marker::at)).toList();
    List<Instant> instants =
        Stream.concat(this.samples.stream().map(Sample::at), markers.stream().map(Marker::at))
            .sorted()
            .toList();
    this.from = instants.get(0);
    Instant latest = instants.get(instants.size() - 1);
    this.to = latest.isAfter(from) ? latest : from.plusSeconds(60);
    double highest = Math.max(peak().errorRatio(), threshold) * 100;
    this.percentStep = percentStep(highest);
    this.topPercent = Math.min(100, Math.ceil(highest * 1.08 / percentStep) * percentStep);
    this.lanes = lanes();
    this.top = 10 + LANE * (lanes.stream().mapToInt(Integer::intValue).max().orElse(0) + 1);
  }

  static boolean canDraw(List<Sample> samples) {
    return samples.stream().anyMatch(sample -> Double.isFinite(sample.errorRatio()));
  }

  /** For a page, whose style sheet it goes by. */
  String svg() {
    return """
        <svg class="chart" viewBox="0 0 %d %d" role="img" aria-labelledby="chart-title chart-desc">
        <title id="chart-title">Error rate over time</title>
        <desc id="chart-desc">%s</desc>
        """
            .formatted(size.width(), height(), HtmlUtils.htmlEscape(description()))
        + drawn();
  }

  /** For an image of its own, which takes its colours along. */
  String image() {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" class="chart" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d">
        <style>%3$s</style>
        """
            .formatted(size.width(), height(), STYLE_OF_AN_IMAGE)
        + drawn();
  }

  /** The same, as an address that holds the whole image. */
  String imageAddress() {
    return "data:image/svg+xml;base64,"
        + Base64.getEncoder().encodeToString(image().getBytes(StandardCharsets.UTF_8));
  }

  private String drawn() {
    return percentAxis() + timeAxis() + thresholdLine() + rate() + markerLines() + "</svg>\n";
  }

  private int height() {
    return top + size.plotHeight() + BELOW;
  }

  String description() {
    StringBuilder words = new StringBuilder();
    words
        .append("Share of customers' requests that failed, from ")
        .append(times.dayAndClock(from))
        .append(" to ")
        .append(times.clock(to))
        .append(" ")
        .append(times.zone())
        .append(". Highest ")
        .append(Figures.percent(peak().errorRatio()))
        .append(" at ")
        .append(times.clock(peak().at()))
        .append("; threshold ")
        .append(thresholdWords())
        .append('.');
    markers.forEach(
        marker ->
            words
                .append(' ')
                .append(Character.toUpperCase(marker.name().charAt(0)))
                .append(marker.name().substring(1))
                .append(" at ")
                .append(times.clock(marker.at()))
                .append('.'));
    return words.toString();
  }

  private String percentAxis() {
    StringBuilder axis = new StringBuilder();
    for (double percent = 0; percent <= topPercent + 1e-9; percent += percentStep) {
      double y = y(percent / 100);
      axis.append(line(percent == 0 ? "axis" : "grid", LEFT, y, size.width() - RIGHT, y))
          .append(label("tick", LEFT - 8, y + 4, "end", Figures.plain(percent) + " %"));
    }
    return axis.toString();
  }

  private String timeAxis() {
    Duration step = tickStep();
    boolean inSeconds = step.toSeconds() % 60 != 0;
    StringBuilder axis = new StringBuilder();
    long seconds = step.toSeconds();
    long firstTick = Math.floorDiv(from.getEpochSecond() + seconds - 1, seconds) * seconds;
    double bottom = top + size.plotHeight();
    for (long second = firstTick; second <= to.getEpochSecond(); second += seconds) {
      Instant at = Instant.ofEpochSecond(second);
      axis.append(line("axis", x(at), bottom, x(at), bottom + 5))
          .append(
              label(
                  "tick",
                  x(at),
                  bottom + 19,
                  "middle",
                  inSeconds ? times.clock(at) : times.minute(at)));
    }
    return axis.append(
            label(
                "tick",
                size.width() - RIGHT,
                bottom + 37,
                "end",
                "time in " + times.zone() + ", " + days()))
        .toString();
  }

  private String days() {
    String first = times.day(from);
    String last = times.day(to);
    return first.equals(last) ? first : first + " to " + last;
  }

  private String thresholdLine() {
    double y = y(threshold);
    String words = "threshold " + thresholdWords();
    return line("threshold", LEFT, y, size.width() - RIGHT, y)
        + label("threshold-label", endOfThreshold(width(words)), y - 5, "end", words);
  }

  /** As far to the right as its name covers neither the rate nor what happened. */
  private double endOfThreshold(double width) {
    double right = size.width() - RIGHT - 4.0;
    for (double end = right; end - width >= LEFT; end -= STEP_ASIDE) {
      if (isFree(end - width, end)) {
        return end;
      }
    }
    return right;
  }

  /** Whether the rate stays under the threshold here, and nothing is marked. */
  private boolean isFree(double left, double right) {
    return markers.stream().map(it -> x(it.at())).noneMatch(it -> it > left && it < right)
        && runsWithoutGap().stream()
            .flatMap(run -> IntStream.range(0, run.size()).mapToObj(i -> reach(run, i)))
            .noneMatch(it -> it.overThreshold() && it.to() > left && it.from() < right);
  }

  private record Reach(double from, double to, boolean overThreshold) {}

  /** Of a sample, with the lines that lead to it and on. */
  private Reach reach(List<Sample> run, int i) {
    return new Reach(
        x(run.get(Math.max(0, i - 1)).at()),
        x(run.get(Math.min(run.size() - 1, i + 1)).at()),
        run.get(i).errorRatio() > threshold);
  }

  private String rate() {
    StringBuilder drawn = new StringBuilder();
    double bottom = top + size.plotHeight();
    for (List<Sample> run : runsWithoutGap()) {
      StringBuilder points = new StringBuilder();
      run.forEach(
          sample ->
              points
                  .append(points.isEmpty() ? "M" : " L")
                  .append(number(x(sample.at())))
                  .append(',')
                  .append(number(y(sample.errorRatio()))));
      String close =
          " L%s,%s L%s,%s Z"
              .formatted(
                  number(x(run.get(run.size() - 1).at())),
                  number(bottom),
                  number(x(run.get(0).at())),
                  number(bottom));
      drawn
          .append("<path class=\"area\" d=\"%s%s\"/>\n".formatted(points, close))
          .append("<path class=\"rate\" d=\"%s\"/>\n".formatted(points));
    }
    Sample peak = peak();
    boolean nearRightEdge = x(peak.at()) > size.width() - RIGHT - 60;
    double y = y(peak.errorRatio());
    boolean underTheMarkers = y - top < LEAST_ABOVE;
    return drawn
        .append(
            "<circle class=\"peak\" cx=\"%s\" cy=\"%s\" r=\"3.5\"/>\n"
                .formatted(number(x(peak.at())), number(y)))
        .append(
            label(
                "peak-label",
                x(peak.at()) + (nearRightEdge ? -8 : 8),
                underTheMarkers ? y + 14 : y - 6,
                nearRightEdge ? "end" : "start",
                Figures.percent(peak.errorRatio())))
        .toString();
  }

  private String markerLines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < markers.size(); i++) {
      Marker marker = markers.get(i);
      double x = x(marker.at());
      double labelY = 14 + LANE * (highestLane() - lanes.get(i));
      boolean toTheLeft = leansLeft(marker);
      lines
          .append(line("marker " + marker.kind(), x, labelY - 9, x, top + size.plotHeight()))
          .append(
              label(
                  "marker-label " + marker.kind(),
                  x + (toTheLeft ? -5 : 5),
                  labelY,
                  toTheLeft ? "end" : "start",
                  words(marker)));
    }
    return lines.toString();
  }

  private String words(Marker marker) {
    return marker.name() + " " + times.clock(marker.at());
  }

  private boolean leansLeft(Marker marker) {
    return x(marker.at()) + width(marker) > size.width();
  }

  private double width(Marker marker) {
    return width(words(marker));
  }

  private static double width(String words) {
    return words.length() * CHARACTER_WIDTH + 10;
  }

  /**
   * Lane 0 is next to the plot. From right to left each label takes the lowest lane in which it
   * covers neither another label nor the line of a marker that reaches up through it.
   */
  private List<Integer> lanes() {
    List<Integer> chosen = new ArrayList<>();
    for (int i = markers.size() - 1; i >= 0; i--) {
      double end =
          leansLeft(markers.get(i))
              ? x(markers.get(i).at())
              : x(markers.get(i).at()) + width(markers.get(i));
      int lane = 0;
      for (int right = i + 1; right < markers.size(); right++) {
        double start =
            x(markers.get(right).at())
                - (leansLeft(markers.get(right)) ? width(markers.get(right)) : 0);
        if (start < end) {
          lane = Math.max(lane, chosen.get(markers.size() - 1 - right) + 1);
        }
      }
      chosen.add(lane);
    }
    Collections.reverse(chosen);
    return List.copyOf(chosen);
  }

  private int highestLane() {
    return lanes.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** A pause of more than three usual steps is a gap. */
  private List<List<Sample>> runsWithoutGap() {
    List<Long> steps = new ArrayList<>();
    for (int i = 1; i < samples.size(); i++) {
      steps.add(Duration.between(samples.get(i - 1).at(), samples.get(i).at()).toMillis());
    }
    long usual = steps.isEmpty() ? 0 : steps.stream().sorted().toList().get(steps.size() / 2);
    List<List<Sample>> runs = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      if (i == 0 || steps.get(i - 1) > 3 * usual) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(samples.get(i));
    }
    return runs;
  }

  private Sample peak() {
    return samples.stream().max(Comparator.comparingDouble(Sample::errorRatio)).orElseThrow();
  }

  private String thresholdWords() {
    return Figures.plain(threshold * 100) + " %";
  }

  private static double percentStep(double highest) {
    for (double step : PERCENT_STEPS) {
      if (highest / step <= 5) {
        return step;
      }
    }
    return PERCENT_STEPS[PERCENT_STEPS.length - 1];
  }

  private Duration tickStep() {
    Duration whole = Duration.between(from, to);
    return TICK_STEPS.stream()
        .filter(step -> whole.toSeconds() / step.toSeconds() < size.mostTicks())
        .findFirst()
        .orElse(whole.dividedBy(size.mostTicks()));
  }

  private double x(Instant at) {
    double share =
        (double) Duration.between(from, at).toMillis() / Duration.between(from, to).toMillis();
    return LEFT + share * (size.width() - LEFT - RIGHT);
  }

  private double y(double ratio) {
    return top + size.plotHeight() * (1 - Math.min(1, ratio * 100 / topPercent));
  }

  private static String line(String kind, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
        .formatted(kind, number(x1), number(y1), number(x2), number(y2));
  }

  private static String label(String kind, double x, double y, String anchor, String words) {
    return "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
        .formatted(kind, number(x), number(y), anchor, HtmlUtils.htmlEscape(words));
  }

  private static String number(double value) {
    return Figures.decimal(value, 1);
  }
}
