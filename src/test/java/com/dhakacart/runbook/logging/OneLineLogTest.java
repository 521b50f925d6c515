package com.dhakacart.runbook.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** The log as it is written, by a start with the settings that are delivered. */
@ExtendWith(OutputCaptureExtension.class)
class OneLineLogTest {

  private static final String FORGED = "2026-11-23T23:10:00.000Z  INFO 1 --- [main] all is well";

  /** Whatever another test has set up: a logging system that is there already stays as it is. */
  @BeforeEach
  void forgetHowOthersLog() {
    System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT"); // Spring Boot leaves it behind
    LoggingSystem.get(getClass().getClassLoader()).cleanUp();
  }

  @AfterEach
  void logAsBefore() {
    MDC.clear();
    forgetHowOthersLog();
    start();
  }

  @Test
  void messageHasLinesAndEscapes_isOneLineThatShowsThem(CapturedOutput output) {
    start();

    log()
        .warn("paused by {}: {}", "oncall", "x\r\n" + FORGED + "\u001b[2J\u0085\u2028\u202e\u0000");

    assertThat(linesOf(output, "paused by"))
        .hasSize(1)
        .allSatisfy(
            it ->
                assertThat(it)
                    .endsWith("x\\r\\n" + FORGED + "\\u001b[2J\\u0085\\u2028\\u202e\\u0000"));
  }

  @Test
  void wordsOfPeople_stayAsTheyAre(CapturedOutput output) {
    start();

    log().warn("said: {}", "ত্রুটির হার ৫\u200d %\tÄ 😀");

    assertThat(output).contains("said: ত্রুটির হার ৫\u200d %\tÄ 😀");
  }

  @Test
  void exceptionsMessageHasLines_stackTraceStaysReadable_andNoneIsForged(CapturedOutput output) {
    start();
    IllegalStateException failure =
        new IllegalStateException(
            "outer\n" + FORGED, new IllegalArgumentException("inner\r\n" + FORGED + "\u001b[31m"));
    failure.addSuppressed(new RuntimeException("beside\n\tat forged.Frame(Frame.java:1)"));

    log().error("It failed", failure);

    assertThat(output.getAll().lines())
        .noneMatch(it -> it.startsWith(FORGED) || it.contains("\u001b[31m"))
        .noneMatch(it -> it.startsWith("\tat forged"))
        .anyMatch(it -> it.equals("java.lang.IllegalStateException: outer\\n" + FORGED))
        .anyMatch(it -> it.startsWith("Caused by: java.lang.IllegalArgumentException: inner\\r\\n"))
        .anyMatch(it -> it.startsWith("\tSuppressed: java.lang.RuntimeException: beside\\n"))
        .anyMatch(it -> it.startsWith("\tat " + getClass().getName()));
  }

  // The engine's REST API writes the whole stack trace as a message.
  @Test
  void messageIsAStackTraceOfTheEngine_staysReadable_andNoneIsForged(CapturedOutput output) {
    start();

    LoggerFactory.getLogger("org.camunda.bpm.engine.rest.exception")
        .warn(
            "HTTP500 {}",
            "Refused: x\n" + FORGED + "\n\tat a.B.c(B.java:1)\nCaused by: y\n" + FORGED);

    assertThat(output.getAll().lines())
        .noneMatch(it -> it.startsWith(FORGED))
        .contains("\tat a.B.c(B.java:1)", "Caused by: y\\n" + FORGED);
  }

  @Test
  void incidentsKeyHasLines_isOneLine(CapturedOutput output) {
    start();
    MDC.put("incident", "INC-1\n" + FORGED);

    log().warn("a step");

    assertThat(linesOf(output, "a step"))
        .hasSize(1)
        .allSatisfy(it -> assertThat(it).contains("[INC-1\\n" + FORGED + "]"));
  }

  @Test
  void startThatFails_saysWhyInParagraphs(CapturedOutput output) {
    start();

    LoggerFactory.getLogger("org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter")
        .error("\n\nDescription:\n\nThe port is in use\u001b[2J\n");

    assertThat(output.getAll().lines()).contains("Description:", "The port is in use\\u001b[2J");
  }

  @Test
  void jsonIsSet_eachLineIsOneDocument_withTheIncident(CapturedOutput output) {
    start("--logging.structured.format.console=ecs");
    MDC.put("incident", "dhakacart-backend-20261124-061503-3fa2");

    log().warn("paused: {}", "x\n" + FORGED);

    assertThat(linesOf(output, "paused: "))
        .hasSize(1)
        .allSatisfy(
            it ->
                assertThat(it)
                    .startsWith("{")
                    .contains("\"incident\":\"dhakacart-backend-20261124-061503-3fa2\"")
                    .contains("paused: x\\n2026"));
  }

  private static Logger log() {
    return LoggerFactory.getLogger(OneLineLogTest.class);
  }

  private static List<String> linesOf(CapturedOutput output, String words) {
    return output.getAll().lines().filter(it -> it.contains(words)).toList();
  }

  private static void start(String... settings) {
    SpringApplication application = new SpringApplication(Nothing.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setDefaultProperties(Map.of("spring.main.banner-mode", "off"));
    application
        .run(
            Stream.concat(Stream.of("--spring.output.ansi.enabled=never"), Stream.of(settings))
                .toArray(String[]::new))
        .close();
  }

  @Configuration(proxyBeanMethods = false)
  static class Nothing {}
}
