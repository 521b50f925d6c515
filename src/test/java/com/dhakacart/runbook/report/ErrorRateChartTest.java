package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import com.dhakacart.runbook.report.ErrorRateChart.Marker;
import com.dhakacart.runbook.report.ErrorRateChart.Size;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class ErrorRateChartTest {

  private static final Instant START = Instant.parse("2026-11-23T23:04:30Z");

  @Test
  void chart_isWellFormedAndSaysInWordsWhatItShows() throws Exception {
    String svg =
        new ErrorRateChart(
                Size.OF_A_PAGE,
                List.of(new Sample(START, 0), new Sample(START.plusSeconds(60), 0.248)),
                0.05,
                List.of(new Marker(START.plusSeconds(30), "opened", "opened")),
                LocalTimes.UTC)
            .svg();

    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(svg)
        .contains("Highest 24.8 % at 23:05:30; threshold 5 %. Opened at 23:05:00.")
        .contains("<title id=\"chart-title\">");
  }

  // "100.0 %" stood in the name of the marker.
  @Test
  void allRequestsFail_figureStandsUnderThePeak_andNotInTheMarkersNames() {
    assertThat(figureOver(1.0)).isLessThan(0);
    assertThat(figureOver(0.248)).isPositive();
  }

  /** How far the peak's figure stands above the peak. */
  private static double figureOver(double ratio) {
    String svg =
        new ErrorRateChart(
                Size.OF_A_FORM,
                List.of(new Sample(START, 0), new Sample(START.plusSeconds(60), ratio)),
                0.05,
                List.of(new Marker(START.plusSeconds(60), "opened", "opened")),
                LocalTimes.UTC)
            .svg();
    return number(svg, "class=\"peak\"[^>]* cy=\"([^\"]+)\"")
        - number(svg, "class=\"peak-label\"[^>]* y=\"([^\"]+)\"");
  }

  private static double number(String svg, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(svg);
    assertThat(found.find()).as(svg).isTrue();
    return Double.parseDouble(found.group(1));
  }

  @Test
  void image_isWellFormed_andTakesItsColoursAlong() throws Exception {
    String svg =
        new ErrorRateChart(
                Size.OF_A_FORM,
                List.of(new Sample(START, 0), new Sample(START.plusSeconds(600), 0.248)),
                0.05,
                List.of(new Marker(START.plusSeconds(30), "release", "released")),
                LocalTimes.UTC)
            .image();

    var root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(root.getAttribute("xmlns")).isEqualTo("http://www.w3.org/2000/svg");
    assertThat(root.getElementsByTagName("style").item(0).getTextContent())
        .contains(".rate", ".marker-label.released");
  }

  @Test
  void missingSamples_areAGapAndNotZero() {
    List<Sample> withPause =
        IntStream.of(0, 10, 20, 30, 300, 310, 320)
            .mapToObj(second -> new Sample(START.plusSeconds(second), 0.1))
            .toList();

    assertThat(
            new ErrorRateChart(Size.OF_A_PAGE, withPause, 0.05, List.of(), LocalTimes.UTC)
                .svg()
                .split("class=\"rate\""))
        .hasSize(3);
  }

  @Test
  void oneSample_isDrawnToo() {
    assertThat(
            new ErrorRateChart(
                    Size.OF_A_PAGE, List.of(new Sample(START, 0)), 0.05, List.of(), LocalTimes.UTC)
                .svg())
        .contains("class=\"peak\"")
        .doesNotContain("NaN");
  }

  @Test
  void noNumber_isNotDrawn() {
    assertThat(ErrorRateChart.canDraw(List.of())).isFalse();
    assertThat(ErrorRateChart.canDraw(List.of(new Sample(START, Double.NaN)))).isFalse();
  }

  // "threshold 5 %" stood on the line of the errors, which begin at the right edge.
  @Test
  void threshold_isNamedWhereTheRateIsUnderIt_andNothingIsMarked() {
    String svg = youngErrors(600);

    double end = number(svg, "class=\"threshold-label\" x=\"([^\"]+)\"");
    assertThat(end).isLessThan(number(svg, "class=\"marker opened\" x1=\"([^\"]+)\""));
    assertThat(end).isGreaterThan(Size.OF_A_FORM.width() / 2.0);
  }

  // The day on which the chart begins stood under the hours of the next one.
  @Test
  void axis_namesBothDays_overMidnight() {
    assertThat(youngErrors(600)).contains(">time in UTC, 2026-11-23<");
    assertThat(youngErrors(3600)).contains(">time in UTC, 2026-11-23 to 2026-11-24<");
  }

  /** Errors begin in the last tenth of the time. */
  private static String youngErrors(int seconds) {
    List<Sample> samples =
        IntStream.rangeClosed(0, 10)
            .mapToObj(
                tenth ->
                    new Sample(START.plusSeconds(seconds / 10L * tenth), tenth == 10 ? 0.25 : 0))
            .toList();
    return new ErrorRateChart(
            Size.OF_A_FORM,
            samples,
            0.05,
            List.of(new Marker(START.plusSeconds(seconds), "opened", "opened")),
            LocalTimes.UTC)
        .svg();
  }

  @Test
  void markersAtTheSameMoment_doNotCoverEachOther() {
    Marker approved = new Marker(START.plusSeconds(10), "approved", "approved");
    Marker changed = new Marker(START.plusSeconds(10), "changed", "changed");
    String svg =
        new ErrorRateChart(
                Size.OF_A_PAGE,
                List.of(new Sample(START, 0), new Sample(START.plusSeconds(60), 0.2)),
                0.05,
                List.of(approved, changed),
                LocalTimes.UTC)
            .svg();

    List<String> heights =
        svg.lines()
            .filter(line -> line.contains("marker-label"))
            .map(line -> line.replaceAll(".* y=\"([^\"]+)\".*", "$1"))
            .toList();
    assertThat(heights).hasSize(2).doesNotHaveDuplicates();
  }
}
