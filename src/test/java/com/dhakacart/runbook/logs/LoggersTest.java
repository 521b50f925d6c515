package com.dhakacart.runbook.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.logs.LogLineReader.Grasp;
import com.dhakacart.runbook.logs.LogLineReader.Saying;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the common loggers write, read as they mean it: {@code logs/loggers.txt}. */
class LoggersTest {

  /** What the expressions could be led astray by, repeated. */
  private static final String ENDLESS =
      "a;1;a1.;[a] ;a - ;a=;\";x.Y; ;E;a=1 ;a=b c ;[a];1 ;a-1 | ;1|a | ;a 1[1]: ;00:00 ;[a] 1 - "
          + ";500 GET ;GET /5;a: ;{a} ;(a) ;<;level;LOG;a[1];\t1;a1 b2 ;AError: ;1-;-1";

  private final LogLineReader reader =
      new LogLineReader(SettingsOf.type(LogSettings.class, Map.of()), new ObjectMapper());

  record Case(String logger, String line, String expected) {

    @Override
    public String toString() {
      return logger + ": " + line.substring(0, Math.min(60, line.length()));
    }
  }

  static Stream<Case> lines() throws IOException {
    List<Case> cases = new ArrayList<>();
    String logger = "";
    String line = "";
    for (String text : Files.readAllLines(Path.of("src/test/resources/logs/loggers.txt"))) {
      if (text.startsWith("# ")) {
        logger = text.substring(2);
      } else if (text.startsWith("= ")) {
        cases.add(new Case(logger, line, text.substring(2).strip()));
      } else {
        line = text;
      }
    }
    return cases.stream();
  }

  @Test
  void theTableOfLoggers_isRead() throws IOException {
    assertThat(lines()).hasSizeGreaterThan(160);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void line_saysWhatItsLoggerMeans(Case one) {
    assertThat(words(reader.read(one.line()))).isEqualTo(one.expected());
  }

  @Test
  void whateverWasReadBefore_eachLineSaysWhatItsLoggerMeans() throws IOException {
    AlikeLines before = new AlikeLines();

    assertThat(Stream.concat(lines(), lines()))
        .allSatisfy(
            one -> assertThat(words(reader.read(one.line(), before))).isEqualTo(one.expected()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"time\":1795475170123}                           | 2026-11-23T23:06:10.123Z",
        "{\"ts\":1795475170.123}                            | 2026-11-23T23:06:10.123Z",
        "{\"ts\":1.795475170123E9}                          | 2026-11-23T23:06:10.123Z",
        "{\"timeUnixNano\":\"1795475170123000000\"}         | 2026-11-23T23:06:10.123Z",
        "{\"@timestamp\":\"2026-11-24T05:06:10.123+06:00\"} | 2026-11-23T23:06:10.123Z",
        "{\"@timestamp\":\"2026-11-24T05:06:10.123+0600\"}  | 2026-11-23T23:06:10.123Z",
        "{\"asctime\":\"2026-11-23 23:06:10,123\"}          | 2026-11-23T23:06:10.123Z",
        "{\"instant\":{\"epochSecond\":1795475170}}         | 2026-11-23T23:06:10Z",
        "{\"t\":{\"$date\":\"2026-11-23T23:06:10.123Z\"}}   | 2026-11-23T23:06:10.123Z",
        "{\"timestamp\":\"2026-11-23 23:06:10\"}            | 2026-11-23T23:06:10Z",
        "2026/11/23 23:06:10 text                           | 2026-11-23T23:06:10Z",
        "2026-11-23 23:06:10.123 UTC [7] LOG:  text         | 2026-11-23T23:06:10.123Z",
        "2026-11-23 23:06:10,123 - shop - ERROR - text      | 2026-11-23T23:06:10.123Z",
        "time=2026-11-24T05:06:10+06:00 level=info          | 2026-11-23T23:06:10Z"
      })
  void timeOfALogger_isRead(String line, Instant time) {
    assertThat(reader.time(line)).contains(time);
  }

  /** No line may cost more than it is worth: the worst that the expressions could be given. */
  @Test
  void longLinesWithoutEnd_areReadInNoTime() {
    long began = System.nanoTime();
    for (String part : ENDLESS.split(";")) {
      reader.read(part.repeat(16_000 / part.length()));
    }

    assertThat(System.nanoTime() - began).isLessThan(2_000_000_000L);
  }

  private static String words(Saying saying) {
    if (!saying.understood()) {
      return "unread";
    }
    if (saying.grasp() == Grasp.WORDS) {
      return "words";
    }
    return saying
        .line()
        .map(
            it ->
                String.join(" | ", it.level(), it.message(), it.error(), it.url())
                    .replace("|  |", "| |")
                    .strip())
        .orElse("ok");
  }
}
